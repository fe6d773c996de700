import { nameOf, quotedList, quotedName, spokenList, spokenName } from '../../catalog';
import { includeTenant } from '../fixes/compositeForeignKey';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { declaresConstraint } from '../readings/actionKinds';
import { childColumns, linksWithoutTenant, parentColumns, type TenantLink } from '../readings/tenantLinks';
import { takesTenantFromParent } from '../readings/tenantFromParent';
import { hasUniqueKey } from '../readings/uniqueKeys';

/** A foreign key between two tenant tables that lets a row of one tenant point to a row of another. */
export const tenantFkNotComposite: Rule = {
  id: 'tenant-fk-not-composite',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'A foreign key between two tenant tables that leaves out the tenant column',
  speaksOf: declaresConstraint,
  check: (migration) =>
    linksWithoutTenant(migration)
      .filter((link) => !takesTenantFromParent(link, migration.after))
      .map((link) => findingFor(link, migration)),
};

function findingFor(link: TenantLink, migration: ReviewedMigration): Finding {
  const { child, parent, foreignKey, declared, reviewed } = link;
  const [from, to] = [spokenName(nameOf(child)), spokenName(nameOf(parent))];
  const columns = quotedList(parentColumns(link));
  const composite = `FOREIGN KEY (${quotedList(childColumns(link))}) REFERENCES ${quotedName(nameOf(parent))} (${columns})`;
  const keyNeeded = hasUniqueKey(reviewed.after, parent, parentColumns(link))
    ? ''
    : ` It needs a unique key on (${columns}) of ${to}.`;
  return {
    what: `The foreign key on ${spokenList(foreignKey.columns)} lets a row of one tenant in ${from} point to a row of another tenant in ${to}.`,
    who: "The server checks foreign keys past row-level security, so nothing stops a wrong id: joins then mix two tenants' rows, and a tenant can find out which ids others have.",
    remedy: `Include the tenant: ${composite}.${keyNeeded}`,
    span: declared.span,
    relations: [nameOf(child), nameOf(parent)],
    fixes: includeTenant(link, migration),
  };
}
