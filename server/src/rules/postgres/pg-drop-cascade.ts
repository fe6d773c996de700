import { keyOf, resolveRelation, type CatalogObject } from '../../catalog';
import { nameOfRangeVar, nodeAs, tokensOf, type Span } from '../../sql';
import { removal } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { spokenObjects, takenByCascade } from '../readings/dependants';
import { droppedObjects } from '../readings/droppedObjects';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isOfThisMigration, originOf } from '../readings/madeHere';
import { droppedTenantColumn } from '../readings/tenantColumns';
import { objectOf, policiesLostBy } from '../readings/policiesLost';
import { lastKeywordBefore } from '../readings/tokens';

/** DROP … CASCADE, whose dependants the statement does not name; the history does. */
export const pgDropCascade: Rule = {
  id: 'pg-drop-cascade',
  category: 'data-loss',
  severity: 'warning',
  summary: 'DROP … CASCADE, which also takes what the statement does not name',
  speaksOf: ['DropStmt', 'AT_DropColumn', 'AT_DropConstraint'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before, createdHere } = reviewed;
  const dropped = cascadingDrops(reviewed);
  if (dropped.length === 0) return undefined;
  const keyword = lastKeywordBefore(tokensOf(statement), 'CASCADE', statement.span.end);
  if (keyword === undefined) return undefined;
  const isNew = (object: CatalogObject) =>
    isOfThisMigration(originOf(before, object), migration) ||
    createdHere.has('relation' in object ? object.relation : object.name);
  const taken = takenByCascade(before, dropped).filter((object) => !isNew(object) && !isIn(object, dropped));
  const told = policiesToldElsewhere(reviewed, migration);
  const untold = taken.filter((object) => !told.has(keyOf(object)));
  if (untold.length > 0) return findingAbout(untold, keyword, reviewed);
  if (taken.length > 0) return undefined;
  // What a schema or an extension holds goes with it by nature, and what is new here nobody else hangs on.
  const mayHold = dropped.some(({ kind }) => kind === 'schema' || kind === 'extension');
  if (mayHold || dropped.every(isNew)) return undefined;
  const isKnown = dropped.every((object) => originOf(before, object) !== undefined);
  if (!isKnown && isIfExists(reviewed)) return undefined;
  return {
    what: isKnown
      ? 'CASCADE takes along whatever depends on what is dropped, and by the migration history nothing does.'
      : 'CASCADE takes along whatever depends on what is dropped, and the migration history does not know it.',
    who: 'If a tenant’s database holds a view, a key or a policy that the history does not know, it goes without a word.',
    remedy: 'Leave CASCADE out: then the server refuses rather than drop what nobody named.',
    span: { start: keyword.start, end: keyword.end },
    relations: [],
    severity: 'info',
    fixes: withoutCascade(keyword, migration),
  };
}

function findingAbout(
  taken: readonly CatalogObject[],
  { start, end }: Span,
  { before }: ReviewedStatement,
): Finding {
  const losesData = taken.some(
    ({ kind, name }) =>
      kind === 'column' || (kind === 'relation' && hasRows(before.relations.get(name)?.kind)),
  );
  const relations = taken.flatMap((object) => {
    if ('relation' in object) return [object.relation];
    return object.kind === 'relation' ? [object.name] : [];
  });
  return {
    what: `CASCADE also drops ${spokenObjects(before, taken)}.`,
    who: losesData
      ? 'Data that the statement does not name is gone for all tenants.'
      : 'Queries and guarantees that rest on them are gone for all tenants, and nothing in the file says so.',
    remedy: 'Leave CASCADE out, and drop or change each of them by name before.',
    span: { start, end },
    relations: [...new Set(relations)],
    ...(losesData ? { severity: 'error' as const } : {}),
  };
}

function hasRows(kind: string | undefined): boolean {
  return kind !== undefined && kind !== 'view' && kind !== 'materialized view';
}

/** What the statement drops with CASCADE: the objects of a DROP, or columns and constraints of an ALTER TABLE. */
function cascadingDrops(reviewed: ReviewedStatement): readonly CatalogObject[] {
  const { statement, before } = reviewed;
  if (nodeAs(statement.tree, 'DropStmt')?.behavior === 'DROP_CASCADE') return droppedObjects(reviewed);
  const alter = nodeAs(statement.tree, 'AlterTableStmt');
  const written = nameOfRangeVar(alter?.relation);
  if (written === undefined) return [];
  const relation = resolveRelation(before, written);
  return (alter?.cmds ?? []).flatMap((node): readonly CatalogObject[] => {
    const command = nodeAs(node, 'AlterTableCmd');
    if (command?.behavior !== 'DROP_CASCADE' || command.name === undefined) return [];
    if (command.subtype === 'AT_DropColumn') return [{ kind: 'column', relation, name: command.name }];
    if (command.subtype === 'AT_DropConstraint')
      return [{ kind: 'constraint', relation, name: command.name }];
    return [];
  });
}

function isIfExists({ statement }: ReviewedStatement): boolean {
  return nodeAs(statement.tree, 'DropStmt')?.missing_ok === true;
}

/** Policies of which more special rules speak: those that go with a tenant column, and all others in force. */
function policiesToldElsewhere(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): ReadonlySet<string> {
  const ofTenantColumns = reviewed.behaviour.actions.flatMap(
    ({ action }) => droppedTenantColumn(action, reviewed, migration)?.policies ?? [],
  );
  return new Set([...ofTenantColumns, ...policiesLostBy(reviewed, migration).map(objectOf)].map(keyOf));
}

/** What lies in a schema that is dropped: pg-drop-schema names it. */
function isIn(object: CatalogObject, dropped: readonly CatalogObject[]): boolean {
  const name = 'relation' in object ? object.relation : object.name;
  return dropped.some((other) => other.kind === 'schema' && name.startsWith(`${other.name}.`));
}

function withoutCascade(keyword: Span, migration: ReviewedMigration): readonly Fix[] {
  return [{ title: 'Leave out CASCADE', preferred: false, edits: [removal(migration, keyword)] }];
}
