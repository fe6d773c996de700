import type { Node } from '@pgsql/types';
import { findColumn, indexesOf, spokenName, spokenType } from '../../catalog';
import { nodeAs, offsetInFile, stringsOf, tokensOf, walk } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Edit, Finding, Fix, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import {
  equalitiesIn,
  expressionsOf,
  spanOfCall,
  type WrittenExpression,
} from '../readings/policyExpressions';
import { writtenPolicies, type WrittenPolicy } from '../readings/writtenPolicies';

/** An index on a column does not serve a comparison with what the column is cast to. */
export const rlsFunctionWrappedColumn: Rule = {
  id: 'rls-function-wrapped-column',
  category: 'rls',
  severity: 'info',
  summary: 'A policy that casts the tenant column, so that no query under it can use the column’s index',
  speaksOf: writesPolicy,
  *check(migration) {
    for (const written of writtenPolicies(migration)) {
      const finding = findingFor(written, migration);
      if (finding !== undefined) yield finding;
    }
  },
};

function findingFor(written: WrittenPolicy, migration: ReviewedMigration): Finding | undefined {
  const { name, tenancy, reading } = written;
  const index = indexesOf(migration.after, name).find(
    ({ keys }) => keys[0]?.column === tenancy.tenantColumn?.name,
  );
  const column = tenancy.tenantColumn;
  const wrapped = expressionsOf(written).filter((expression) => isWrapped(expression, written));
  const [first] = wrapped;
  if (first === undefined || index === undefined || column === undefined) return undefined;
  return {
    what: `${reading.policy.name} casts ${column.name} before it compares it, and the index ${index.name} holds it as ${spokenType(column.type)}.`,
    who: `Every query on ${spokenName(name)} under this policy reads the rows of all tenants to find those of one.`,
    remedy: `Cast the other side to ${spokenType(column.type)} instead.`,
    span: first.span,
    relations: [name],
    fixes: withValueCast(wrapped, written, migration),
  };
}

function isWrapped(
  { reading: { condition } }: WrittenExpression,
  { tenancy: { tenantColumn } }: WrittenPolicy,
): boolean {
  return equalitiesIn(condition).some(
    ({ column, columnCast }) =>
      columnCast !== undefined &&
      column === tenantColumn?.name &&
      columnCast.name !== tenantColumn.type.name &&
      !(textTypes.has(columnCast.name) && textTypes.has(tenantColumn.type.name)),
  );
}

/** The server takes one for the other without a conversion. */
const textTypes: ReadonlySet<string> = new Set(['text', 'varchar']);

/** Only `column::type = current_setting(…)`, either way round, can be turned around by the text. */
function withValueCast(
  wrapped: readonly WrittenExpression[],
  written: WrittenPolicy,
  migration: ReviewedMigration,
): readonly Fix[] {
  const edits = wrapped.flatMap(({ tree }) => {
    const found: Edit[] = [];
    walk(tree, (node) => {
      const comparison = nodeAs(node, 'A_Expr');
      if (comparison?.kind !== 'AEXPR_OP' || stringsOf(comparison.name).at(-1) !== '=') return undefined;
      const { lexpr, rexpr } = comparison;
      found.push(
        ...(turned(lexpr, rexpr, written, migration) ?? turned(rexpr, lexpr, written, migration) ?? []),
      );
      return undefined;
    });
    return found;
  });
  if (edits.length !== wrapped.length * 3) return [];
  return [{ title: 'Cast the setting instead of the column', preferred: false, edits }];
}

function turned(
  side: Node | undefined,
  against: Node | undefined,
  { reviewed: { statement }, tenancy }: WrittenPolicy,
  migration: ReviewedMigration,
): readonly Edit[] | undefined {
  const cast = nodeAs(side, 'TypeCast');
  const column = stringsOf(nodeAs(cast?.arg, 'ColumnRef')?.fields).at(-1);
  const call = nodeAs(against, 'FuncCall');
  const known = column === undefined ? undefined : findColumn(tenancy.table, column);
  if (known === undefined || column !== tenancy.tenantColumn?.name) return undefined;
  if (stringsOf(call?.funcname).at(-1) !== 'current_setting') return undefined;
  const span = spanOfCall(statement, call?.location);
  const tokens = tokensOf(statement);
  const place = tokens.findIndex((token) => token.start === offsetInFile(statement, cast?.location));
  const [operator, type] = place < 0 ? [] : tokens.slice(place, place + 2);
  if (span === undefined || operator?.text !== '::' || type === undefined) return undefined;
  return [
    { path: migration.script.path, span: { start: operator.start, end: type.end }, newText: '' },
    insertion(migration, span.start, 'NULLIF('),
    insertion(migration, span.end, `, '')::${spokenType(known.type)}`),
  ];
}
