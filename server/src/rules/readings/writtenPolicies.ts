import {
  findTable,
  nameOf,
  resolveRelation,
  tablesOf,
  type QualifiedName,
  type RowPolicy,
  type Table,
} from '../../catalog';
import { nameOfRangeVar, nodeAs, tokensOf, type Span, type Statement } from '../../sql';
import { tenancyOf, type PolicyReading, type TableTenancy } from '../../tenancy';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { oncePerMigration } from './oncePerMigration';
import { isGuardedByRowSecurity } from './rowSecurity';
import { closingParenthesis, isKeyword } from './tokens';

/** A policy that a migration creates or alters, and that is there at its end. */
export interface WrittenPolicy {
  readonly reviewed: ReviewedStatement;
  readonly name: QualifiedName;
  /** Its table and its expressions as the end of the migration has them. */
  readonly tenancy: TableTenancy;
  readonly reading: PolicyReading;
  /** Where the statement writes its expressions, with their parentheses; ALTER POLICY may leave one as it was. */
  readonly spans: { readonly using: Span | undefined; readonly check: Span | undefined };
}

/** The policies that a migration of a project with row-level security writes. A rollback brings back what there was. */
export const writtenPolicies = oncePerMigration((migration): readonly WrittenPolicy[] => {
  if (!isGuardedByRowSecurity(migration.policy) || migration.direction === 'down') return [];
  return migration.statements.flatMap((reviewed) => policyWrittenBy(reviewed, migration) ?? []);
});

/** Of several written policies of one table that a hazard concerns, the first: what ails the table is told once. */
export function firstOfEachTable(
  migration: ReviewedMigration,
  isHazard: (written: WrittenPolicy, migration: ReviewedMigration) => boolean,
): readonly WrittenPolicy[] {
  const firsts = new Map<QualifiedName, WrittenPolicy>();
  for (const written of writtenPolicies(migration)) {
    if (!firsts.has(written.name) && isHazard(written, migration)) firsts.set(written.name, written);
  }
  return [...firsts.values()];
}

function policyWrittenBy(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): WrittenPolicy | undefined {
  const { statement, after } = reviewed;
  const written = nodeAs(statement.tree, 'CreatePolicyStmt') ?? nodeAs(statement.tree, 'AlterPolicyStmt');
  const table = nameOfRangeVar(written?.table);
  if (written === undefined || table === undefined) return undefined;
  const name = resolveRelation(after, table);
  const made = findTable(after, name)?.policies.find((policy) => policy.name === written.policy_name);
  const last = made === undefined ? undefined : tableAtEnd(name, made, migration);
  if (made === undefined || last === undefined || last.uncertain !== undefined) return undefined;
  const tenancy = tenancyOf(migration.after, migration.policy).table(nameOf(last));
  const reading = tenancy?.policies.find(({ policy }) => isSame(policy, made));
  if (tenancy === undefined || reading === undefined) return undefined;
  return { reviewed, name: nameOf(last), tenancy, reading, spans: expressionSpans(statement) };
}

/** The table may have been renamed since, as in a swap of tables. */
function tableAtEnd(name: QualifiedName, made: RowPolicy, { after }: ReviewedMigration): Table | undefined {
  const holds = (table: Table | undefined) => table?.policies.some((policy) => isSame(policy, made)) === true;
  const table = findTable(after, name);
  return holds(table) ? table : tablesOf(after).find(holds);
}

function isSame({ name, origin }: RowPolicy, made: RowPolicy): boolean {
  const { path, span } = made.origin;
  return name === made.name && origin.path === path && origin.span.start === span.start;
}

/** Where CREATE or ALTER POLICY writes its expressions, with their parentheses. */
export function expressionSpans(statement: Statement): WrittenPolicy['spans'] {
  const tokens = tokensOf(statement);
  const spanAfter = (keyword: string): Span | undefined => {
    const open = tokens[tokens.findIndex((token) => isKeyword(token, keyword)) + 1];
    const close = open?.text === '(' ? closingParenthesis(tokens, open) : undefined;
    return open && close && { start: open.start, end: close.end };
  };
  return { using: spanAfter('USING'), check: spanAfter('CHECK') };
}
