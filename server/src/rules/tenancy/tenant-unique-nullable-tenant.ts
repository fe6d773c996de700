import { findTable, indexesOf, nameOf, spokenList, spokenName, type Index, type Table } from '../../catalog';
import { nodeAs, tokensOf, type Span } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { declaresConstraint } from '../readings/actionKinds';
import { declaredConstraints } from '../readings/declaredConstraints';
import { findingsByStatement } from '../readings/findingsByStatement';
import { indexesMadeBy } from '../readings/madeIndexes';
import { impliesNotNull } from '../readings/notNullProof';
import { oldNullableTenantColumn, saysOnlyNull } from '../readings/tenantNulls';
import { isRowTenancy } from '../readings/tenantOwnership';
import { closingParenthesis } from '../readings/tokens';
import { oldestMajor } from '../../project';

/** A unique key per tenant that does not keep rows without a tenant apart: to the server no null is like another. */
export const tenantUniqueNullableTenant: Rule = {
  id: 'tenant-unique-nullable-tenant',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'A unique key with a tenant column that may be null, which lets such rows be there twice',
  speaksOf: [...declaresConstraint, 'IndexStmt'],
  *check(migration) {
    if (!isRowTenancy(migration.policy) || migration.direction === 'down') return;
    yield* findingsByStatement(migration, findingFor);
  },
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  for (const made of newUniqueIndexes(reviewed)) {
    const table = findTable(reviewed.after, made.table);
    const column = table === undefined ? undefined : oldNullableTenantColumn(table, migration);
    if (table === undefined || column === undefined || !letsTwiceIn(made, column, table, migration)) continue;
    const columns = made.keys.flatMap((key) => key.column ?? []);
    return {
      what: `Rows of ${spokenName(made.table)} whose ${column} is null can have the same ${spokenList(columns.filter((each) => each !== column))} any number of times: the key takes nulls for different.`,
      who: 'What should be there once, for all tenants together or for a row that has lost its tenant, is there twice, and lookups take either.',
      remedy: `Make ${column} NOT NULL first${oldestMajor(migration.policy) >= 15 ? ', or say NULLS NOT DISTINCT' : ''}.`,
      span: spanOf(made, reviewed),
      relations: [made.table],
      fixes: nullsNotDistinct(made, reviewed, migration),
    };
  }
  return undefined;
}

/** Those that come with a table are of a table that is new. */
function newUniqueIndexes(reviewed: ReviewedStatement): readonly Index[] {
  const made = indexesMadeBy(reviewed).filter(({ unique }) => unique);
  if (made.length === 0) return [];
  const { statement, after } = reviewed;
  const written = nodeAs(statement.tree, 'IndexStmt') ?? nodeAs(statement.tree, 'AlterTableStmt');
  const name = written?.relation;
  if (name?.relname === undefined) return [];
  const table = findTable(after, { schema: name.schemaname, name: name.relname });
  if (table === undefined) return [];
  return made.filter(
    (index) => index.table === nameOf(table) && constraintKind(table, index) !== 'primary key',
  );
}

function constraintKind(table: Table, { constraint }: Index): string | undefined {
  return table.constraints.find(({ name }) => name === constraint)?.kind;
}

/** Unless nulls count as equal, or rows without a tenant are left out, or another unique index is just for them. */
function letsTwiceIn(
  { nullsNotDistinct, keys, predicate }: Index,
  column: string,
  table: Table,
  { after }: ReviewedMigration,
): boolean {
  if (nullsNotDistinct || !keys.some((key) => key.column === column)) return false;
  if (keys.length === 1) return false;
  if (predicate !== undefined && impliesNotNull(predicate, column)) return false;
  return !indexesOf(after, nameOf(table)).some(
    (other) => other.unique && other.predicate !== undefined && saysOnlyNull(other.predicate, column),
  );
}

function spanOf(made: Index, { statement }: ReviewedStatement): Span {
  const declared = declaredConstraints(statement).find(
    ({ constraint }) =>
      constraint.contype === 'CONSTR_UNIQUE' &&
      (constraint.conname === undefined || constraint.conname === made.constraint),
  );
  return declared?.span ?? statement.span;
}

/** Since version 15: behind UNIQUE in a constraint, behind the columns of an index. */
function nullsNotDistinct(
  made: Index,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (oldestMajor(migration.policy) < 15 || made.include.length > 0) return [];
  const tokens = tokensOf(reviewed.statement);
  const isIndex = nodeAs(reviewed.statement.tree, 'IndexStmt') !== undefined;
  const span = spanOf(made, reviewed);
  const open = tokens.find((token) => token.text === '(' && token.start >= span.start);
  const close = open === undefined ? undefined : closingParenthesis(tokens, open);
  if (open === undefined || close === undefined || (!isIndex && span === reviewed.statement.span)) return [];
  const edit = isIndex
    ? insertion(migration, close.end, ' NULLS NOT DISTINCT')
    : insertion(migration, open.start, 'NULLS NOT DISTINCT ');
  return [{ title: 'Take nulls for equal', preferred: false, edits: [edit] }];
}
