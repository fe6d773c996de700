import type { Severity } from '../../project';
import { insertion } from '../fixes/insertions';
import type { Edit, Finding, Fix, ReviewedMigration, Rule } from '../model';
import type { LinkStrength } from '../readings/dataFlow/joinLinks';
import type { RangeItem } from '../readings/dataFlow/rangeItems';
import { tenantGapsOf, type TenantComparison, type TenantGap } from '../readings/dataFlow/tenantGaps';
import { spokenList, spokenName } from '../../catalog';
import { isRowTenancy } from '../readings/tenantOwnership';

/**
 * DML that lets rows of one tenant decide what is written into rows of another. It follows what each condition equates
 * through joins, sub-selects and WITH queries, so any spelling of the tenant comparison counts.
 */
export const tenantDmlMissingPredicate: Rule = {
  id: 'tenant-dml-missing-predicate',
  category: 'tenant-row',
  severity: 'error',
  summary: 'UPDATE, DELETE, MERGE or INSERT … SELECT that can mix the rows of different tenants',
  *check(migration) {
    const { policy, statements } = migration;
    if (!isRowTenancy(policy)) return;
    for (const { statement, before } of statements) {
      for (const gap of tenantGapsOf(statement, before, policy.tenancy)) yield findingOf(gap, migration);
    }
  },
};

/** A join over a key that is unique among all tenants finds one row, though nothing says that it is the tenant's own. */
const severities: Readonly<Record<LinkStrength, Severity>> = {
  'not joined': 'error',
  'columns without a key': 'error',
  'key within a tenant': 'error',
  'unique key': 'warning',
  'foreign key': 'info',
};

/** Behind a sub-select or a WITH the rows may share a tenant in ways that are not followed. */
function severityOf({ link, item }: TenantGap): Severity {
  const isFollowed = item.relation !== undefined && link.from.relation !== undefined;
  return link.strength === 'not joined' && !isFollowed ? 'warning' : severities[link.strength];
}

function findingOf(gap: TenantGap, migration: ReviewedMigration): Finding {
  const relations = [gap.link.from.relation, gap.item.relation].filter((name) => name !== undefined);
  const comparison = gap.comparison?.sql;
  return {
    what: whatOf(gap, migration.policy.tenancy.tenantColumns),
    who: whoOf(gap),
    remedy: remedyOf(gap, comparison),
    span: gap.item.span,
    relations: [...new Set(relations)],
    severity: severityOf(gap),
    fixes: fixesOf(gap, migration),
  };
}

function whatOf(gap: TenantGap, tenantColumns: readonly string[]): string {
  const { from, columns, strength } = gap.link;
  const [joined, partner] = [spokenItem(gap.item), spokenItem(from)];
  const on = spokenList(
    [...new Set(columns.map(([, column]) => column))].filter((column) => !tenantColumns.includes(column)),
  );
  if (gap.assignsTenant) {
    return on === ''
      ? `${gap.verb} takes the tenant of ${partner} from ${joined} without joining the two.`
      : `${gap.verb} takes the tenant of ${partner} from ${joined} over ${on}, which several tenants may share.`;
  }
  if (gap.verb === 'INSERT' && from === gap.target) {
    return `INSERT takes rows of ${joined} into ${partner} without taking their tenant.`;
  }
  switch (strength) {
    case 'not joined':
      return `${gap.verb} brings ${joined} and ${partner} together without comparing their tenants.`;
    case 'columns without a key':
      return `${gap.verb} joins ${joined} to ${partner} on ${on}, which is not unique, without comparing their tenants.`;
    case 'key within a tenant':
      return `${gap.verb} joins ${joined} to ${partner} on ${on}, which is unique only within one tenant, without comparing their tenants.`;
    case 'unique key':
      return `${gap.verb} joins ${joined} to ${partner} on ${on} without comparing their tenants: the key finds one row, but nothing in the schema says that both are of one tenant.`;
    case 'foreign key':
      return `${gap.verb} joins ${joined} to ${partner} along a foreign key that leaves out the tenant, so nothing guarantees that both are of one tenant.`;
  }
}

function whoOf({ verb, assignsTenant, link }: TenantGap): string {
  if (assignsTenant) return 'Rows end up with a tenant that they do not belong to.';
  const isSure = link.strength !== 'foreign key' && link.strength !== 'unique key';
  const where = isSure ? '' : 'Where they are not, ';
  return sentence(`${where}${consequences[verb]}`);
}

const consequences: Readonly<Record<TenantGap['verb'], string>> = {
  DELETE: "one tenant's rows decide which rows of another tenant are deleted.",
  INSERT: "one tenant gets rows made of another tenant's.",
  UPDATE: "one tenant's rows are changed by what stands in another tenant's.",
  MERGE: "one tenant's rows are changed by what stands in another tenant's.",
};

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function remedyOf(gap: TenantGap, comparison: string | undefined): string {
  if (gap.assignsTenant) return 'Join over a key that is unique among all tenants, such as the primary key.';
  if (comparison !== undefined) return `Add \`${comparison}\` to the condition.`;
  return `Compare the tenant of ${spokenItem(gap.item)} with that of ${spokenItem(gap.link.from)} in the condition.`;
}

function fixesOf({ comparison }: TenantGap, migration: ReviewedMigration): readonly Fix[] {
  if (comparison === undefined) return [];
  return [{ title: `Add ${comparison.sql}`, preferred: false, edits: editsFor(comparison, migration) }];
}

function editsFor({ condition, sql }: TenantComparison, migration: ReviewedMigration): readonly Edit[] {
  const { start, end } = condition.span;
  switch (condition.shape) {
    case 'conjunction':
      return [insertion(migration, start, `${sql} AND `)];
    case 'disjunction':
      return [insertion(migration, start, `${sql} AND (`), insertion(migration, end, ')')];
    case 'missing':
      return [insertion(migration, end, ` WHERE ${sql}`)];
  }
}

function spokenItem(item: RangeItem): string {
  if (item.relation === undefined) return item.name ?? 'a sub-select';
  const relation = spokenName(item.relation);
  return item.name === undefined || item.name === relation ? relation : `${relation} ${item.name}`;
}
