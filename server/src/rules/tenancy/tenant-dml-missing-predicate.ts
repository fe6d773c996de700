import { findTable, isTable, resolveRoutine, spokenList, spokenName, type Routine } from '../../catalog';
import type { Severity } from '../../project';
import { nameOfParts, nodeAs, tokensOf, type Span, type Statement } from '../../sql';
import { treesOf } from '../../tenancy';
import { insertion } from '../fixes/insertions';
import type { Edit, Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { rowChanges } from '../readings/actionKinds';
import { identifies, type LinkStrength } from '../readings/dataFlow/joinLinks';
import type { MixedGroup } from '../readings/dataFlow/mixedGroups';
import type { RangeItem } from '../readings/dataFlow/rangeItems';
import { flowOfBody, flowOfStatement, type TenantFlow } from '../readings/dataFlow/tenantFlow';
import type { TenantComparison, TenantGap } from '../readings/dataFlow/tenantGaps';
import { isRowTenancy, isTenantRoot, tenantColumnOf } from '../readings/tenantOwnership';

/**
 * DML that lets rows of one tenant decide what is written into rows of another. It follows what each condition equates
 * through joins, sub-selects and WITH queries, so any spelling of the tenant comparison counts.
 */
export const tenantDmlMissingPredicate: Rule = {
  id: 'tenant-dml-missing-predicate',
  category: 'tenant-row',
  severity: 'error',
  summary: 'UPDATE, DELETE, MERGE or INSERT … SELECT that can mix the rows of different tenants',
  speaksOf: [...rowChanges, 'CreateFunctionStmt'],
  *check(migration) {
    const { policy, statements } = migration;
    if (!isRowTenancy(policy)) return;
    for (const reviewed of statements) {
      const { gaps, mixedGroups } = flowIn(reviewed, migration);
      for (const gap of gaps) yield findingOf(gap, migration);
      for (const group of mixedGroups) yield findingOfGroup(group, migration);
    }
  },
};

/** A join over a key that is unique among all tenants finds one row, though nothing says that it is the tenant's own. */
const severities: Readonly<Record<LinkStrength, Severity>> = {
  'not joined': 'error',
  'columns without a key': 'error',
  'key within a tenant': 'error',
  'ids without a key': 'warning',
  'unique key': 'warning',
  'foreign key': 'info',
};

function severityOf(gap: TenantGap, migration: ReviewedMigration): Severity {
  const { link, strength, verb, target } = gap;
  // What is said of the row that an INSERT makes ties it to no tenant's row that is there.
  if (strength === 'ids without a key' && verb === 'INSERT' && link.from === target) return 'error';
  return isOnboarding(gap, migration) ? 'warning' : severities[strength];
}

/** A product of one tenant that gets ready for more gives all rows, which have none yet, to the one that there is. */
function isOnboarding(
  { assignsTenant, strength, item, target }: TenantGap,
  migration: ReviewedMigration,
): boolean {
  if (!assignsTenant || strength !== 'not joined') return false;
  const { tenancy } = migration.policy;
  const [source, written] = [item.definition, target.definition];
  if (source === undefined || !isTable(source) || !isTenantRoot(source, tenancy)) return false;
  const column = tenantColumnOf(written, tenancy);
  return written?.columns.some(({ name, notNull }) => name === column && !notNull) === true;
}

function flowIn(reviewed: ReviewedStatement, migration: ReviewedMigration): TenantFlow {
  const { statement, before } = reviewed;
  const { tenancy } = migration.policy;
  const routine = routineMadeBy(reviewed);
  if (routine === undefined) return flowOfStatement(statement, before, tenancy);
  const place = { statement, span: headOf(statement) };
  const flow = flowOfBody(treesOf(routine), place, reviewed.after, tenancy);
  if (routine.securityDefiner) return flow;
  // What a trigger or a caller hands in has its tenant from there; a natural key is the one that is sure to meet others.
  const gaps = flow.gaps.filter(
    ({ item, link, strength }) =>
      strength === 'key within a tenant' && ![item, link.from].every((each) => isRowSecured(each, migration)),
  );
  return { gaps, mixedGroups: [] };
}

function routineMadeBy({ statement, after }: ReviewedStatement): Routine | undefined {
  const create = nodeAs(statement.tree, 'CreateFunctionStmt');
  const written = create === undefined ? undefined : nameOfParts(create.funcname);
  if (written === undefined) return undefined;
  return (after.routines.get(resolveRoutine(after, written)) ?? []).find(
    ({ origin }) => origin.span.start === statement.span.start,
  );
}

/** The function's name with what stands before it. */
function headOf(statement: Statement): Span {
  const tokens = tokensOf(statement);
  const open = tokens.findIndex(({ text }) => text === '(');
  return { start: statement.span.start, end: tokens[open - 1]?.end ?? statement.span.end };
}

/** Whoever calls the function sees only rows of one tenant, where row-level security shows it no others. */
function isRowSecured({ relation }: RangeItem, { after }: ReviewedMigration): boolean {
  const table = relation === undefined ? undefined : findTable(after, relation);
  return table?.rowSecurity.enabled === true && table.policies.length > 0;
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
    severity: severityOf(gap, migration),
    fixes: fixesOf(gap, migration),
  };
}

function findingOfGroup(group: MixedGroup, migration: ReviewedMigration): Finding {
  const { verb, clause, item, columns, furtherKey } = group;
  const name = spokenItem(item);
  const { tenancy } = migration.policy;
  const [tenantColumn] = tenancy.tenantColumns;
  return {
    ...(columns.some((column) => identifies(item, column, migration.after, tenancy))
      ? { severity: 'warning' }
      : {}),
    what:
      columns.length === 0
        ? `${verb} takes rows of ${name} of all tenants together, and goes by what comes out.`
        : `${verb} takes rows of ${name} with the same ${spokenList(columns)} together, whichever tenants they belong to.`,
    who: sentence(consequences[verb]),
    remedy:
      columns.length === 0
        ? 'Go by rows of one tenant: compare the tenant in the condition of the sub-select.'
        : `Part the tenants: add ${furtherKey?.sql ?? tenantColumn ?? 'the tenant'} to ${clause}.`,
    span: item.span,
    relations: item.relation === undefined ? [] : [item.relation],
    fixes:
      furtherKey === undefined
        ? []
        : [
            {
              title: `Add ${furtherKey.sql} to ${clause}`,
              preferred: false,
              edits: [insertion(migration, furtherKey.offset, `${furtherKey.sql}, `)],
            },
          ],
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
    case 'ids without a key':
      return `${gap.verb} joins ${joined} to ${partner} on ${on}, which is not unique, without comparing their tenants.`;
    case 'key within a tenant':
      return `${gap.verb} joins ${joined} to ${partner} on ${on}, which is unique only within one tenant, without comparing their tenants.`;
    case 'unique key':
      return `${gap.verb} joins ${joined} to ${partner} on ${on} without comparing their tenants: the key finds one row, but nothing in the schema says that both are of one tenant.`;
    case 'foreign key':
      return `${gap.verb} joins ${joined} to ${partner} along a foreign key that leaves out the tenant, so nothing guarantees that both are of one tenant.`;
  }
}

function whoOf({ verb, assignsTenant, link, strength }: TenantGap): string {
  if (assignsTenant) {
    const where = strength === 'not joined' ? 'Where there is more than one tenant, ' : '';
    return sentence(`${where}rows end up with a tenant that they do not belong to.`);
  }
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
  if (item.through !== undefined) return `${relation} (in view ${spokenName(item.through)})`;
  return item.name === undefined || item.name === relation ? relation : `${relation} ${item.name}`;
}
