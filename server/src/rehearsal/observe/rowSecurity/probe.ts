import type { Client } from 'pg';
import type { TenancyPolicy } from '../../../project';
import type { Fixture, FixtureTenant } from '../../fixture';
import { actorsOf, asApplication, type Actor, type Application, type Logins } from './application';
import type { ActingFor, RowSecurityFacts, RowSecurityLeak } from './facts';
import { readAs, type Sight } from './reads';
import { probedRelations } from './relations';
import { contentsOf, type RelationContent } from './samples';
import { blindSpots } from './selfCheck';
import { writeAs } from './writes';

/**
 * Reads and writes rows of other tenants as the application would: for each tenant, for nobody, and for nobody on a
 * connection that a tenant used before; in tables, partitions, views, materialized views and functions with their owner's
 * rights. `admin` may act for all roles; whatever the probe does is rolled back.
 */
export async function probeRowSecurity(
  admin: Client,
  logins: Logins,
  tenancy: TenancyPolicy,
  { model, tenants: all }: Fixture,
): Promise<RowSecurityFacts> {
  const { appRole } = tenancy;
  if (model !== 'row' || tenancy.rls === 'off') return { kind: 'unused' };
  if (appRole === undefined) return notProbed('no application role is known to read as');
  const tenants = all.filter(({ key }) => key !== undefined);
  if (tenants.length < 2) {
    return notProbed('only one tenant is in the database, and there are no rows of others to look for');
  }
  const actors = await actorsOf(admin, tenancy, tenants);
  if (typeof actors === 'string') return notProbed(actors);
  if (actors.length === 0)
    return notProbed(`no tenant has a row in ${tenancy.memberTable ?? 'the member table'}`);
  const relations = await probedRelations(admin, appRole, tenancy);
  if (relations.length === 0) {
    return notProbed(`the role ${appRole} has no privilege on any table with rows of tenants`);
  }
  const contents = await contentsOf(admin, relations, tenants);
  const blind = await blindSpots(admin, appRole, contents, tenants);
  if (blind.length > 0) {
    return unproved(`with row security off, the probe finds no foreign rows in ${blind.join(', ')} either`);
  }
  return asApplication(logins, appRole, (application) =>
    probeAs(admin, application, actors, contents, tenants),
  );
}

async function probeAs(
  admin: Client,
  application: Application,
  acting: readonly Actor[],
  contents: readonly RelationContent[],
  tenants: readonly FixtureTenant[],
): Promise<RowSecurityFacts> {
  const leaks = unguarded(contents);
  const ownRows: Sight[] = [];
  // Nobody comes first, while the connection is fresh.
  for (const actor of [{ kind: 'nobody' } as const, ...acting, { kind: 'nobody again' } as const]) {
    const sights = await readAs(application, actor, contents, tenants);
    if (actor.kind === 'tenant') {
      ownRows.push(...sights.filter(({ content }) => hasOwn(content, actor.tenant)));
    }
    const actingFor = actingForOf(actor);
    for (const { content, foreign } of sights) {
      if (foreign > 0) leaks.push({ actingFor, operation: 'read', ...named(content), rows: foreign });
    }
    for (const { content, operation, rows } of await writeAs(admin, application, actor, contents, tenants)) {
      leaks.push({ actingFor, operation, ...named(content), rows });
    }
  }
  if (leaks.length === 0 && ownRows.length > 0 && !ownRows.some(({ seesOwn }) => seesOwn)) {
    return unproved('acting for a tenant, the application sees none of its own rows either');
  }
  return { kind: 'probed', leaks, standing: [] };
}

/** Tables without rows that nothing would guard. */
function unguarded(contents: readonly RelationContent[]): RowSecurityLeak[] {
  return contents.flatMap((content) => {
    const { relation, samples } = content;
    const isTable = relation.whose.kind !== 'canaries' && relation.whose.table !== undefined;
    const isOpen =
      isTable && !relation.guardHolds && samples.length === 0 && relation.privileges.has('select');
    return isOpen
      ? [{ actingFor: 'nobody' as const, operation: 'read' as const, ...named(content), rows: 0 }]
      : [];
  });
}

function hasOwn({ relation, samples }: RelationContent, own: FixtureTenant): boolean {
  return relation.guardHolds && samples.some(({ tenant }) => tenant === own);
}

function named({ relation }: RelationContent): Pick<RowSecurityLeak, 'relation' | 'id'> {
  return { relation: relation.name, id: relation.id };
}

function actingForOf(actor: Actor): ActingFor {
  return actor.kind === 'tenant' ? { tenant: actor.tenant.name } : actor.kind;
}

function notProbed(reason: string): RowSecurityFacts {
  return { kind: 'not probed', reason };
}

function unproved(reason: string): RowSecurityFacts {
  return { kind: 'unproved', reason };
}
