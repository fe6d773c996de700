import type { Node } from '@pgsql/types';
import {
  findColumn,
  findTable,
  resolveRelation,
  type Column,
  type QualifiedName,
  type Table,
} from '../../catalog';
import { kindOf, nameOfParts, nameOfRangeVar, nodeAs, sqlOf, type NodeOf, type WrittenName } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { quoted, quotedName } from '../readings/identifiers';
import { setLockTimeout } from './lockTimeout';

/**
 * The text of a rollback that brings back the schema exactly, statement by statement in reverse. Undefined as soon as one
 * statement of the migration has no exact opposite: a rollback that only looks complete is worse than none.
 */
export function rollbackOf(migration: ReviewedMigration): string | undefined {
  const inverses: string[] = [];
  for (const reviewed of migration.statements.toReversed()) {
    const inverse = inverseOf(reviewed);
    if (inverse === undefined) return undefined;
    inverses.push(...inverse);
  }
  if (inverses.length === 0) return undefined;
  const needsTimeout = migration.transaction === 'per-file' && !migration.policy.runner.setsTimeouts;
  const losesRows = inverses.some((inverse) => /^(?:DROP TABLE|ALTER TABLE .* DROP COLUMN)/.test(inverse));
  return [
    `-- Undoes ${fileName(migration.script.path)}.`,
    ...(losesRows ? ['-- What was written since into the tables and columns dropped here is lost.'] : []),
    ...(needsTimeout ? [`${setLockTimeout('transaction')};`, ''] : []),
    ...inverses.map((inverse) => `${inverse};`),
    '',
  ].join('\n');
}

/** Undefined where there is no exact opposite; empty where dropping something else undoes it too. */
function inverseOf(reviewed: ReviewedStatement): readonly string[] | undefined {
  const { tree } = reviewed.statement;
  if (tree === undefined) return undefined;
  if (nodeAs(tree, 'VariableSetStmt') !== undefined) return [];
  if (isAboutNewRelation(tree, reviewed)) return [];
  return inverseOfAlter(tree, reviewed) ?? inverseOfCreate(tree, reviewed);
}

function inverseOfCreate(tree: Node, { before, after }: ReviewedStatement): readonly string[] | undefined {
  const appeared = [...after.relations.keys()].filter((name) => !before.relations.has(name));
  const [made] = appeared;
  switch (kindOf(tree)) {
    case 'CreateStmt':
      return made === undefined ? undefined : [`DROP TABLE ${quotedName(made)}`];
    case 'ViewStmt':
      return made === undefined ? undefined : [`DROP VIEW ${quotedName(made)}`];
    case 'IndexStmt':
      return droppedIndexes(
        tree,
        [...after.indexes.keys()].filter((name) => !before.indexes.has(name)),
      );
    case 'CreatePolicyStmt': {
      const policy = nodeAs(tree, 'CreatePolicyStmt');
      const table = nameOfRangeVar(policy?.table);
      if (policy?.policy_name === undefined || table === undefined) return undefined;
      return [`DROP POLICY ${quoted(policy.policy_name)} ON ${quotedName(resolveRelation(after, table))}`];
    }
    case 'CreateEnumStmt':
    case 'CompositeTypeStmt':
    case 'CreateDomainStmt':
      return [...after.types.keys()]
        .filter((name) => !before.types.has(name))
        .map((name) => `DROP ${kindOf(tree) === 'CreateDomainStmt' ? 'DOMAIN' : 'TYPE'} ${quotedName(name)}`);
    default:
      return undefined;
  }
}

function droppedIndexes(tree: Node, made: readonly QualifiedName[]): readonly string[] | undefined {
  const [index] = made;
  if (index === undefined) return undefined;
  const concurrently = nodeAs(tree, 'IndexStmt')?.concurrent === true ? 'CONCURRENTLY ' : '';
  return [`DROP INDEX ${concurrently}${quotedName(index)}`];
}

function inverseOfAlter(tree: Node, reviewed: ReviewedStatement): readonly string[] | undefined {
  const alter = nodeAs(tree, 'AlterTableStmt');
  const written = nameOfRangeVar(alter?.relation);
  if (alter?.objtype !== 'OBJECT_TABLE' || written === undefined) return undefined;
  const name = resolveRelation(reviewed.before, written);
  const [before, after] = [findTable(reviewed.before, name), findTable(reviewed.after, name)];
  if (before === undefined || after === undefined) return undefined;
  const inverses: string[] = [];
  for (const command of (alter.cmds ?? []).toReversed()) {
    const inverse = inverseOfAction(nodeAs(command, 'AlterTableCmd'), before, after);
    if (inverse === undefined) return undefined;
    inverses.push(`ALTER TABLE ${quotedName(name)} ${inverse}`);
  }
  return inverses;
}

function inverseOfAction(
  command: NodeOf<'AlterTableCmd'> | undefined,
  before: Table,
  after: Table,
): string | undefined {
  switch (command?.subtype) {
    case 'AT_AddColumn': {
      const column = nodeAs(command.def, 'ColumnDef')?.colname;
      return column === undefined || findColumn(before, column) !== undefined
        ? undefined
        : `DROP COLUMN ${quoted(column)}`;
    }
    case 'AT_AddConstraint': {
      const added = after.constraints.filter(
        ({ name }) => !before.constraints.some((old) => old.name === name),
      );
      const [constraint] = added;
      return constraint === undefined || added.length > 1
        ? undefined
        : `DROP CONSTRAINT ${quoted(constraint.name)}`;
    }
    case 'AT_SetNotNull':
      return columnBefore(command, before)?.notNull === false
        ? `ALTER COLUMN ${quoted(command.name ?? '')} DROP NOT NULL`
        : undefined;
    case 'AT_ColumnDefault': {
      const column = columnBefore(command, before);
      if (column === undefined) return undefined;
      const earlier = column.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${sqlOf(column.default)}`;
      return `ALTER COLUMN ${quoted(column.name)} ${earlier}`;
    }
    case 'AT_EnableRowSecurity':
      return before.rowSecurity.enabled ? undefined : 'DISABLE ROW LEVEL SECURITY';
    case 'AT_ForceRowSecurity':
      return before.rowSecurity.forced ? undefined : 'NO FORCE ROW LEVEL SECURITY';
    default:
      return undefined;
  }
}

function columnBefore(command: NodeOf<'AlterTableCmd'>, before: Table): Column | undefined {
  return command.name === undefined ? undefined : findColumn(before, command.name);
}

/** What is done to a table that this file makes goes with the table. */
function isAboutNewRelation(tree: Node, { before, createdHere }: ReviewedStatement): boolean {
  const names = targetsOf(tree);
  return names.length > 0 && names.every((name) => createdHere.has(resolveRelation(before, name)));
}

function targetsOf(tree: Node): readonly WrittenName[] {
  const grant = nodeAs(tree, 'GrantStmt');
  if (grant !== undefined) {
    const isOnTables = grant.targtype === 'ACL_TARGET_OBJECT' && grant.objtype === 'OBJECT_TABLE';
    return isOnTables
      ? (grant.objects ?? []).flatMap((each) => nameOfRangeVar(nodeAs(each, 'RangeVar')) ?? [])
      : [];
  }
  const comment = nodeAs(tree, 'CommentStmt');
  if (comment?.objtype === 'OBJECT_TABLE') return listOf(nameOfParts(comment.object));
  const relation =
    nodeAs(tree, 'AlterTableStmt')?.relation ??
    nodeAs(tree, 'IndexStmt')?.relation ??
    nodeAs(tree, 'InsertStmt')?.relation ??
    nodeAs(tree, 'CreateTrigStmt')?.relation ??
    nodeAs(tree, 'CreatePolicyStmt')?.table;
  return listOf(nameOfRangeVar(relation));
}

function listOf(name: WrittenName | undefined): readonly WrittenName[] {
  return name === undefined ? [] : [name];
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
