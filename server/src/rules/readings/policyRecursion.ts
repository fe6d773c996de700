import { findTable, nameOf, type Catalog, type QualifiedName } from '../../catalog';
import type { Policy } from '../../project';
import { relationsReadBy, tenancyOf, type PolicyReading, type TableTenancy } from '../../tenancy';
import { passesRowSecurity } from './rowSecurity';

/** The tables whose policies lead back to a policy's own table, in the order in which the server asks them. */
export interface PolicyCircle {
  readonly tables: readonly QualifiedName[];
  /** A function on the way reads the tables, so that only running it shows the circle. */
  readonly through: QualifiedName | undefined;
}

/**
 * The circle that the server runs into when it asks the policy: a sub-select of a policy is subject to the policies of the
 * table that it reads, and the server gives up where it comes to a table a second time whose policies have sub-selects.
 */
export function circleOf(
  reading: PolicyReading,
  { table, name }: TableTenancy,
  catalog: Catalog,
  policy: Policy,
): PolicyCircle | undefined {
  if (!table.rowSecurity.enabled) return undefined;
  const direct = [reading.using, reading.check].flatMap((expression) => expression?.relations ?? []);
  for (const relation of direct) {
    const tables = pathBack(relation, [name], reading, catalog, policy);
    if (tables !== undefined) return { tables, through: undefined };
  }
  const through = routinesOf(reading).find((routine) => readsAsCaller(routine, name, catalog, policy));
  return through === undefined ? undefined : { tables: [name], through };
}

function pathBack(
  relation: QualifiedName,
  asked: readonly QualifiedName[],
  start: PolicyReading,
  catalog: Catalog,
  policy: Policy,
): readonly QualifiedName[] | undefined {
  const next = tenancyOf(catalog, policy).table(relation);
  if (next?.table.rowSecurity.enabled !== true) return undefined;
  const read = next.policies
    .filter((other) => isForReading(other) && haveRoleInCommon(other, start))
    .flatMap(({ using }) => using?.relations ?? []);
  if (read.length === 0) return undefined;
  if (relation === asked[0]) return asked;
  // A circle further on is the fault of the policies there.
  if (asked.includes(relation)) return undefined;
  for (const further of read) {
    const path = pathBack(further, [...asked, relation], start, catalog, policy);
    if (path !== undefined) return path;
  }
  return undefined;
}

function isForReading({ policy: { command } }: PolicyReading): boolean {
  return command === 'all' || command === 'select';
}

function haveRoleInCommon({ policy: one }: PolicyReading, { policy: other }: PolicyReading): boolean {
  return (
    one.roles.includes('public') ||
    other.roles.includes('public') ||
    one.roles.some((role) => other.roles.includes(role))
  );
}

function routinesOf({ using, check }: PolicyReading): readonly QualifiedName[] {
  return [using, check].flatMap((expression) => expression?.routines ?? []);
}

/** Whether a function reads the table with policies in force: as its caller, or as an owner whom they hold back. */
function readsAsCaller(
  routine: QualifiedName,
  name: QualifiedName,
  catalog: Catalog,
  policy: Policy,
): boolean {
  const table = findTable(catalog, name);
  const [called, ...overloads] = catalog.routines.get(routine) ?? [];
  if (called === undefined || overloads.length > 0 || table === undefined) return false;
  if (!relationsReadBy(called, catalog).includes(nameOf(table))) return false;
  return !called.securityDefiner || !passesRowSecurity(called.owner, table, catalog, policy);
}
