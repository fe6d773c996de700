import {
  findTable,
  foreignKeysOf,
  nameOf,
  resolveRelation,
  spokenName,
  type ForeignKey,
  type Table,
} from '../../catalog';
import { nameOfRangeVar, nodeAs, stringsOf, type Statement } from '../../sql';
import { createIndex } from '../fixes/newIndex';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { declaresConstraint } from '../readings/actionKinds';
import { declaredConstraints, type DeclaredConstraint } from '../readings/declaredConstraints';
import { leadsTo } from '../readings/indexCoverage';
import { someLaterStatement } from '../readings/laterScripts';
import { couldBeNew } from '../readings/newTables';

/** A foreign key without an index on its own columns: whoever deletes a referenced row reads the whole table. */
export const pgFkWithoutIndex: Rule = {
  id: 'pg-fk-without-index',
  category: 'lock',
  severity: 'hint',
  summary: 'A new foreign key whose columns no index begins with, so that deletes read the whole table',
  speaksOf: declaresConstraint,
  *check(migration) {
    if (migration.direction === 'down') return;
    for (const reviewed of migration.statements) {
      for (const declared of declaredConstraints(reviewed.statement)) {
        const finding = findingFor(declared, reviewed, migration);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

function findingFor(
  declared: DeclaredConstraint,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const table = tableOf(declared, reviewed, migration);
  const key = table === undefined ? undefined : foreignKeyOf(declared, table, migration);
  if (table === undefined || key === undefined) return undefined;
  const { tenantColumns } = migration.policy.tenancy;
  if (leadsTo(migration.after, nameOf(table), key.columns, tenantColumns)) return undefined;
  if (isIndexedLater(table, key, migration)) return undefined;
  const [name, parent] = [spokenName(nameOf(table)), spokenName(key.references)];
  const columns = key.columns.join(', ');
  const isFollowed = key.onDelete !== 'no action' && key.onDelete !== 'restrict';
  return {
    what: `No index of ${name} begins with ${columns}, which references ${parent}.`,
    who: `Each DELETE of a row of ${parent}, and each change of its key, reads all of ${name} ${isFollowed ? `to ${actionWords[key.onDelete]}` : 'to see whether something points to it'}, and keeps its locks as long, for whichever tenant it is.`,
    remedy: `Create an index on ${name} (${columns})${isOfNewTable(table, reviewed, migration) ? '' : ' CONCURRENTLY'}, or one that begins with these columns.`,
    span: declared.span,
    relations: [nameOf(table)],
    ...(isFollowed ? { severity: 'info' as const } : {}),
    fixes: createIndex(
      {
        table,
        columns: key.columns,
        after: isOfNewTable(table, reviewed, migration) ? reviewed.statement : undefined,
      },
      migration,
    ),
  };
}

const actionWords = {
  cascade: 'delete what points to it',
  'set null': 'unset what points to it',
  'set default': 'reset what points to it',
} as const;

/** The table as the script leaves it; a temporary one ends with the session. */
function tableOf(
  { table }: DeclaredConstraint,
  { after }: ReviewedStatement,
  migration: ReviewedMigration,
): Table | undefined {
  const written = nameOfRangeVar(table);
  const found =
    written === undefined ? undefined : findTable(migration.after, resolveRelation(after, written));
  return found?.persistence === 'temporary' || found?.kind === 'foreign' ? undefined : found;
}

function foreignKeyOf(
  { constraint, column }: DeclaredConstraint,
  table: Table,
  { after }: ReviewedMigration,
): ForeignKey | undefined {
  const written = nameOfRangeVar(constraint.pktable);
  if (constraint.contype !== 'CONSTR_FOREIGN' || written === undefined) return undefined;
  const columns = column === undefined ? stringsOf(constraint.fk_attrs) : [column];
  const references = resolveRelation(after, written);
  return foreignKeysOf(table).find(
    (key) => key.enforced && key.references === references && key.columns.join() === columns.join(),
  );
}

/** Whether a later migration makes an index on the table that begins with a column of the key. */
function isIndexedLater(table: Table, { columns }: ForeignKey, migration: ReviewedMigration): boolean {
  return someLaterStatement(migration, 'index', (statement) => makesIndexOn(statement, table, columns));
}

function makesIndexOn({ tree }: Statement, table: Table, columns: readonly string[]): boolean {
  const create = nodeAs(tree, 'IndexStmt');
  const first = nodeAs(create?.indexParams?.[0], 'IndexElem')?.name;
  return create?.relation?.relname === table.name && first !== undefined && columns.includes(first);
}

function isOfNewTable(table: Table, reviewed: ReviewedStatement, migration: ReviewedMigration): boolean {
  const isMadeHere = nodeAs(reviewed.statement.tree, 'CreateStmt') !== undefined;
  return isMadeHere || couldBeNew(nameOf(table), reviewed, migration);
}
