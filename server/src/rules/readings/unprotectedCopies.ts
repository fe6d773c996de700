import {
  findTable,
  nameOf,
  qualify,
  resolveRelation,
  type Catalog,
  type QualifiedName,
  type Table,
} from '../../catalog';
import { nameOfRangeVar, nodeAs, type Span, type Statement, type WrittenName } from '../../sql';
import { tenancyOf } from '../../tenancy';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { isGuardedByRowSecurity, tablesNamedIn } from './rowSecurity';

/** A table made after the picture of one with row-level security, or of its rows, and left without. */
export interface UnprotectedCopy {
  /** The table as it is made. */
  readonly made: Table;
  /** Its name in the end. */
  readonly name: QualifiedName;
  readonly source: Table;
  readonly madeBy: ReviewedStatement;
  /** The statement that puts it in the place of another table. */
  readonly swappedBy: ReviewedStatement | undefined;
  readonly span: Span;
}

/** Copies that the application gets to see: by its rights on them, or because they take the place of a protected table. */
export function unprotectedCopiesIn(migration: ReviewedMigration): readonly UnprotectedCopy[] {
  if (!isGuardedByRowSecurity(migration.policy) || migration.direction === 'down') return [];
  return migration.statements.flatMap((reviewed) => copyBy(reviewed, migration) ?? []);
}

function copyBy(reviewed: ReviewedStatement, migration: ReviewedMigration): UnprotectedCopy | undefined {
  const { statement, before, after } = reviewed;
  const written = copyIn(statement, before);
  const source = written?.sources
    .flatMap((name) => findTable(before, name) ?? [])
    .find(({ rowSecurity }) => rowSecurity.enabled);
  const made = written === undefined ? undefined : findTable(after, written.target);
  if (source === undefined || made === undefined || before.relations.has(nameOf(made))) return undefined;
  if (made.persistence === 'temporary') return undefined;
  const { name, renamedBy } = followed(nameOf(made), reviewed, migration);
  const last = findTable(migration.after, name);
  if (last === undefined || last.rowSecurity.enabled || last.uncertain !== undefined) return undefined;
  const swappedBy = findTable(migration.before, name)?.rowSecurity.enabled === true ? renamedBy : undefined;
  if (swappedBy === undefined && !isReachable(last, migration)) return undefined;
  return { made, name, source, madeBy: reviewed, swappedBy, span: statement.span };
}

/** LIKE, INHERITS, CREATE TABLE AS and SELECT INTO, with the tables that they take from. */
function copyIn(
  statement: Statement,
  before: Catalog,
): { readonly target: WrittenName; readonly sources: readonly QualifiedName[] } | undefined {
  const { tree } = statement;
  const create = nodeAs(tree, 'CreateStmt');
  const createAs = nodeAs(tree, 'CreateTableAsStmt');
  const into = createAs?.objtype === 'OBJECT_TABLE' ? createAs.into : nodeAs(tree, 'SelectStmt')?.intoClause;
  const target = nameOfRangeVar(create?.relation ?? into?.rel);
  if (target === undefined || create?.partbound !== undefined) return undefined;
  if (create === undefined) return { target, sources: tablesNamedIn(statement, before) };
  const likes = (create.tableElts ?? []).map((element) => nodeAs(element, 'TableLikeClause')?.relation);
  const parents = (create.inhRelations ?? []).map((parent) => nodeAs(parent, 'RangeVar'));
  const sources = [...likes, ...parents].flatMap((relation) => {
    const name = nameOfRangeVar(relation);
    return name === undefined ? [] : [resolveRelation(before, name)];
  });
  return { target, sources };
}

/** The name that later statements give the table. */
function followed(
  made: QualifiedName,
  reviewed: ReviewedStatement,
  { statements }: ReviewedMigration,
): { readonly name: QualifiedName; readonly renamedBy: ReviewedStatement | undefined } {
  let name = made;
  let renamedBy: ReviewedStatement | undefined;
  for (const later of statements.slice(statements.indexOf(reviewed) + 1)) {
    const rename = nodeAs(later.statement.tree, 'RenameStmt');
    const written = nameOfRangeVar(rename?.relation);
    const isOfTable = rename?.renameType === 'OBJECT_TABLE' && written !== undefined;
    if (!isOfTable || resolveRelation(later.before, written) !== name) continue;
    name = qualify(name.slice(0, name.indexOf('.')), rename.newname ?? '');
    renamedBy = later;
  }
  return { name, renamedBy };
}

function isReachable(table: Table, { after, policy }: ReviewedMigration): boolean {
  const privileges = tenancyOf(after, policy).table(nameOf(table))?.appAccess?.privileges;
  return privileges === undefined
    ? table.grants.some(({ grantee }) => grantee === 'public')
    : privileges.some((privilege) => ['SELECT', 'UPDATE', 'DELETE'].includes(privilege));
}
