import { nodeAs } from '../../sql';
import { findRelation, findTable, isTable, type Catalog, type QualifiedName } from '../../catalog';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { couldBeNew } from './newTables';
import { oncePerMigration } from './oncePerMigration';
import { blocksReads } from './waiting';

/**
 * Tables that were there before, and that earlier statements of the transaction have locked against readers; those that the
 * script puts under row-level security are left out, since that is to become visible at one blow.
 */
export function heldAgainstReaders(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly QualifiedName[] {
  const secured = securedHere(migration);
  return heldTables(reviewed, migration).filter((relation) => !secured.has(relation));
}

/**
 * All that decides this is what the statement was reviewed with, so that it holds for as long as the statement is the same
 * one, through all edits of what comes after it.
 */
function heldTables(reviewed: ReviewedStatement, migration: ReviewedMigration): readonly QualifiedName[] {
  const known = tablesHeld.get(reviewed);
  if (known !== undefined) return known;
  const lasting = lastingByName(reviewed, migration);
  const tables: QualifiedName[] = [];
  for (const [relation, mode] of reviewed.held) {
    if (blocksReads(mode) && lasting(relation)) tables.push(relation);
  }
  tablesHeld.set(reviewed, tables);
  return tables;
}

const tablesHeld = new WeakMap<ReviewedStatement, readonly QualifiedName[]>();

/**
 * `isLastingTable` for one statement after the other: the next one finds the same as long as no relation came or went and
 * nothing else that decides it changed. A transaction may hold hundreds of locks over hundreds of statements.
 */
function lastingByName(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): (relation: QualifiedName) => boolean {
  const last = lastAsked(migration);
  const { createdHere, before } = reviewed;
  const isSame =
    last.statement?.createdHere === createdHere &&
    last.statement.before.notUnderstood === before.notUnderstood &&
    last.statement.before.relations.hasNamesOf(before.relations);
  if (!isSame) last.answers = new Map();
  last.statement = reviewed;
  const { answers } = last;
  return (relation) => {
    const answer = answers.get(relation) ?? isLastingTable(relation, reviewed, migration);
    answers.set(relation, answer);
    return answer;
  };
}

const lastAsked = oncePerMigration(
  (): { statement: ReviewedStatement | undefined; answers: Map<QualifiedName, boolean> } => ({
    statement: undefined,
    answers: new Map(),
  }),
);

/** Of these relations the tables in use that are not about to get their row-level security. */
export function lastingTables(
  relations: readonly QualifiedName[],
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly QualifiedName[] {
  const secured = securedHere(migration);
  return relations.filter(
    (relation) => isLastingTable(relation, reviewed, migration) && !secured.has(relation),
  );
}

function isLastingTable(
  relation: QualifiedName,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): boolean {
  if (couldBeNew(relation, reviewed, migration)) return false;
  // One that an earlier statement has dropped is locked as well.
  const known = findRelation(reviewed.before, relation) ?? findRelation(migration.before, relation);
  return known === undefined || isTable(known);
}

/** The partitioned table at the root, or the table itself: a family of tables is locked by one statement. */
export function rootOf(catalog: Catalog, name: QualifiedName): QualifiedName {
  const parent = findTable(catalog, name)?.partitionOf?.parent;
  return parent === undefined ? name : rootOf(catalog, parent);
}

/** The relations whose row-level security or policies the script changes. */
const securedHere = oncePerMigration(({ statements }): ReadonlySet<QualifiedName> => {
  const actions = statements.flatMap(({ behaviour }) => behaviour.actions.map(({ action }) => action));
  return new Set(
    actions.flatMap(({ relation, content }) => {
      if (relation === undefined) return [];
      const command = nodeAs(content, 'AlterTableCmd')?.subtype;
      const isSecured =
        command?.endsWith('RowSecurity') === true ||
        nodeAs(content, 'CreatePolicyStmt') !== undefined ||
        nodeAs(content, 'AlterPolicyStmt') !== undefined;
      return isSecured ? [relation] : [];
    }),
  );
});
