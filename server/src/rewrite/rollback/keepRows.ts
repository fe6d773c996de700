import type { Node } from '@pgsql/types';
import {
  dependentsOf,
  findColumn,
  primaryKeyOf,
  referencingForeignKeys,
  type Column,
  type QualifiedName,
  type Table,
  type Trigger,
} from '../../catalog';
import { nodeAs } from '../../sql';
import { spokenLoss, type Loss } from './losses';
import type { RollbackRequest, RollbackStep, Undo } from './model';
import { alterTable, drop, list, nameParts, partsOf, rangeVar, roles, string, strings } from './trees';
import { seeingAllRows } from './visibleRows';

/** How the rows that a step would destroy are kept, and how they come back. */
export interface Keeping {
  /** Statements of the migration before the step. */
  readonly before: readonly Node[];
  /** Statements of the migration in place of the step. */
  readonly instead: readonly Node[] | undefined;
  /** The table that is renamed in place of being dropped, so that nothing of it is lost. */
  readonly renamed: QualifiedName | undefined;
  /** What undoes those, in place of a restoration of the schema. */
  readonly insteadOfSchema: readonly Undo[] | undefined;
  /** Statements of the rollback that bring rows back where the schema has not changed. */
  readonly rows: readonly Undo[];
  /** Statements that fill a column when it has come back, by `schema.table.column`. */
  readonly refills: ReadonlyMap<string, readonly Undo[]>;
  /** What cannot be kept this way. */
  readonly lost: readonly Loss[];
}

/**
 * Keeps what a step destroys in a table of its own, keyed by the primary key, the tenant with it and closed by row
 * security; a table that is dropped is only renamed.
 */
export function keepRows(step: RollbackStep, losses: readonly Loss[], request: RollbackRequest): Keeping {
  return losses.map((loss) => keepOne(step, loss, request)).reduce(together, nothing);
}

const nothing: Keeping = {
  before: [],
  instead: undefined,
  renamed: undefined,
  insteadOfSchema: undefined,
  rows: [],
  refills: new Map(),
  lost: [],
};

function together(one: Keeping, other: Keeping): Keeping {
  return {
    before: [...one.before, ...other.before],
    instead: one.instead ?? other.instead,
    renamed: one.renamed ?? other.renamed,
    insteadOfSchema: one.insteadOfSchema ?? other.insteadOfSchema,
    rows: [...one.rows, ...other.rows],
    refills: new Map([...one.refills, ...other.refills]),
    lost: [...one.lost, ...other.lost],
  };
}

function keepOne(step: RollbackStep, loss: Loss, request: RollbackRequest): Keeping {
  const lost: Keeping = { ...nothing, lost: [loss] };
  switch (loss.kind) {
    case 'column':
    case 'type':
      return keepValues(loss, [loss.column], undefined, request, 'refill') ?? lost;
    case 'update': {
      const update = nodeAs(step.statement.tree, 'UpdateStmt');
      if (update?.fromClause !== undefined || update?.withClause !== undefined) return lost;
      // A trigger may have changed more than the statement says.
      if (loss.table.triggers.some((trigger) => firesFor(trigger, loss.columns))) return lost;
      return keepValues(loss, loss.columns, update?.whereClause, request, 'rows') ?? lost;
    }
    case 'delete':
    case 'truncate':
      return keepWholeRows(step, loss, request) ?? lost;
    case 'table':
      return keepTable(step, loss, request) ?? lost;
    // A copy of the column would lose the attribute with its type.
    case 'attribute':
    case 'insert':
    case 'copy':
    case 'merge':
      return lost;
  }
}

function firesFor({ timing, events, columns }: Trigger, updated: readonly string[]): boolean {
  if (timing !== 'before' || !events.includes('update')) return false;
  return columns.length === 0 || columns.some((column) => updated.includes(column));
}

/** The values of some columns by primary key. */
function keepValues(
  loss: Loss,
  columns: readonly string[],
  condition: Node | undefined,
  request: RollbackRequest,
  use: 'refill' | 'rows',
): Keeping | undefined {
  const { name, table } = loss;
  const key = primaryKeyOf(table)?.columns;
  if (key === undefined || columns.some((column) => key.includes(column))) return undefined;
  if (columns.some((column) => findColumn(table, column)?.identity === 'always')) return undefined;
  const kept = keptName(name, columns.join('_'), request);
  const carried = [...new Set([...key, ...tenantsOf(table, request), ...columns])];
  const restore: readonly Undo[] = [
    ...unforced(table, name, request, {
      UpdateStmt: {
        relation: rangeVar(name),
        targetList: columns.map((column): Node => ({
          ResTarget: { name: column, val: columnOf(kept, column) },
        })),
        fromClause: [{ RangeVar: rangeVar(kept) }],
        whereClause: sameRow(name, kept, key, comparedTenants(table, key, columns, request)),
      },
    }),
    dropKept(kept),
  ];
  const refills = new Map(use === 'refill' ? columns.map((column) => [`${name}.${column}`, restore]) : []);
  return {
    ...nothing,
    before: keepingStatements(loss, kept, carried.map(target), condition, request),
    rows: use === 'rows' ? restore : [],
    refills,
  };
}

/** Whole rows, where no other table loses or changes rows with them. */
function keepWholeRows(
  { statement, before }: RollbackStep,
  loss: Loss,
  request: RollbackRequest,
): Keeping | undefined {
  const { name, table } = loss;
  const remove = nodeAs(statement.tree, 'DeleteStmt');
  if (remove?.usingClause !== undefined || remove?.withClause !== undefined) return undefined;
  if (nodeAs(statement.tree, 'TruncateStmt')?.behavior === 'DROP_CASCADE') return undefined;
  const spreads = referencingForeignKeys(before, name).some(
    ({ constraint }) => constraint.onDelete !== 'no action' && constraint.onDelete !== 'restrict',
  );
  if (spreads) return undefined;
  const kept = keptName(name, 'rows', request);
  const columns = table.columns
    .filter(({ generated }) => generated === undefined)
    .map((column) => column.name);
  const hasIdentity = table.columns.some(({ identity }) => identity === 'always');
  const insert: Node = {
    InsertStmt: {
      relation: rangeVar(name),
      cols: columns.map((column): Node => ({ ResTarget: { name: column } })),
      selectStmt: selectFrom(kept, columns.map(target), undefined),
      override: hasIdentity ? 'OVERRIDING_SYSTEM_VALUE' : 'OVERRIDING_NOT_SET',
    },
  };
  return {
    ...nothing,
    before: keepingStatements(loss, kept, columns.map(target), remove?.whereClause, request),
    rows: [...unforced(table, name, request, insert), dropKept(kept)],
  };
}

/** A table that would be dropped keeps its rows, indexes and policies under another name, closed to everybody else. */
function keepTable(step: RollbackStep, loss: Loss, request: RollbackRequest): Keeping | undefined {
  const { name, table } = loss;
  const dropped = nodeAs(step.statement.tree, 'DropStmt')?.objects ?? [];
  const hasDependents = dependentsOf(step.before, { kind: 'relation', name }).some(
    ({ goes }) => goes === 'with cascade',
  );
  const isAlone = dropped.length === 1 && table.partitionOf === undefined && table.inherits.length === 0;
  if (!isAlone || hasDependents || request.after.relations.has(name)) return undefined;
  const kept = keptName(name, '', request);
  const grantees = [...new Set(table.grants.map(({ grantee }) => grantee))];
  const rename = (from: QualifiedName, to: QualifiedName): Node => ({
    RenameStmt: {
      renameType: 'OBJECT_TABLE',
      relationType: 'OBJECT_ACCESS_METHOD',
      relation: rangeVar(from),
      newname: partsOf(to).name,
      behavior: 'DROP_RESTRICT',
    },
  });
  return {
    ...nothing,
    renamed: name,
    instead: [
      rename(name, kept),
      ...grantees.map((grantee) => privileges(kept, grantee, [], 'revoke')),
      commentOn(kept, loss, request),
    ],
    insteadOfSchema: [
      { tree: commentOnTable(kept, formerComment(step, name)), isAboutRows: true },
      { tree: rename(kept, name), isAboutRows: true },
      ...grantees.map((grantee): Undo => {
        const own = table.grants.filter((grant) => grant.grantee === grantee);
        const names = own
          .map(({ privilege }) => privilege)
          .filter((privilege) => privilege !== 'MAINTAIN' || request.serverVersion >= 17);
        return { tree: privileges(name, grantee, names, 'grant'), isAboutRows: true };
      }),
    ],
  };
}

function formerComment({ before }: RollbackStep, name: QualifiedName): string | undefined {
  return before.comments.get(`TABLE ${name}`);
}

function privileges(
  relation: QualifiedName,
  grantee: string,
  names: readonly string[],
  verb: 'grant' | 'revoke',
): Node {
  return {
    GrantStmt: {
      is_grant: verb === 'grant',
      targtype: 'ACL_TARGET_OBJECT',
      objtype: 'OBJECT_TABLE',
      objects: [{ RangeVar: rangeVar(relation) }],
      ...(names.length === 0
        ? {}
        : { privileges: names.map((name): Node => ({ AccessPriv: { priv_name: name.toLowerCase() } })) }),
      grantees: roles([grantee]),
      behavior: 'DROP_RESTRICT',
    },
  };
}

/** CREATE TABLE … AS SELECT, its key, and what keeps it from being read by others. */
function keepingStatements(
  loss: Loss,
  kept: QualifiedName,
  targets: readonly Node[],
  condition: Node | undefined,
  request: RollbackRequest,
): readonly Node[] {
  const { table, name } = loss;
  const key = primaryKeyOf(table)?.columns;
  const copy: Node = {
    CreateTableAsStmt: {
      query: selectFrom(name, targets, condition),
      into: { rel: rangeVar(kept), onCommit: 'ONCOMMIT_NOOP' },
      objtype: 'OBJECT_TABLE',
    },
  };
  return [
    ...unforced(table, name, request, copy).map(({ tree }) => tree),
    ...(key === undefined
      ? []
      : [
          alterTable(kept, {
            subtype: 'AT_AddConstraint',
            def: { Constraint: { contype: 'CONSTR_PRIMARY', keys: strings(key) } },
          }),
        ]),
    ...requiredTenants(table, key ?? [], request).map((column) =>
      alterTable(kept, { subtype: 'AT_SetNotNull', name: column }),
    ),
    // Without a policy nobody but the owner reads a row, whatever default privileges give to others.
    alterTable(kept, { subtype: 'AT_EnableRowSecurity' }),
    commentOn(kept, loss, request),
  ];
}

/** CREATE TABLE AS takes no NOT NULL along, and a row without a tenant would be nobody's; a key has it by itself. */
function requiredTenants(table: Table, key: readonly string[], request: RollbackRequest): readonly string[] {
  return tenantsOf(table, request).filter(
    (column) => !key.includes(column) && findColumn(table, column)?.notNull === true,
  );
}

function commentOn(kept: QualifiedName, loss: Loss, { path }: RollbackRequest): Node {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return commentOnTable(
    kept,
    `Kept for the rollback of ${file}; without it, ${spokenLoss(loss)}. Drop it when there is no way back any more.`,
  );
}

function commentOnTable(relation: QualifiedName, text: string | undefined): Node {
  return {
    CommentStmt: {
      objtype: 'OBJECT_TABLE',
      object: list(nameParts(relation)),
      ...(text === undefined ? {} : { comment: text }),
    },
  };
}

function unforced(
  table: Table,
  name: QualifiedName,
  request: RollbackRequest,
  statement: Node,
): readonly Undo[] {
  return seeingAllRows({ tree: statement, isAboutRows: true }, [{ name, table }], request);
}

function selectFrom(relation: QualifiedName, targets: readonly Node[], condition: Node | undefined): Node {
  return {
    SelectStmt: {
      targetList: [...targets],
      fromClause: [{ RangeVar: rangeVar(relation) }],
      ...(condition === undefined ? {} : { whereClause: condition }),
      limitOption: 'LIMIT_OPTION_DEFAULT',
      op: 'SETOP_NONE',
    },
  };
}

function target(column: string): Node {
  return { ResTarget: { val: { ColumnRef: { fields: [string(column)] } } } };
}

function columnOf(relation: QualifiedName, column: string): Node {
  return { ColumnRef: { fields: [string(partsOf(relation).name), string(column)] } };
}

/** Compares the key, and the tenant too: a row that has gone to another tenant since is not the one that was kept. */
function sameRow(
  one: QualifiedName,
  other: QualifiedName,
  key: readonly string[],
  tenants: readonly Column[],
): Node {
  const equal = (column: string, kind: 'AEXPR_OP' | 'AEXPR_NOT_DISTINCT'): Node => ({
    A_Expr: {
      kind,
      name: [string('=')],
      lexpr: columnOf(one, column),
      rexpr: columnOf(other, column),
    },
  });
  const equalities = [
    ...key.map((column) => equal(column, 'AEXPR_OP')),
    ...tenants.map(({ name, notNull }) => equal(name, notNull ? 'AEXPR_OP' : 'AEXPR_NOT_DISTINCT')),
  ];
  const [only] = equalities;
  return equalities.length === 1 && only !== undefined
    ? only
    : { BoolExpr: { boolop: 'AND_EXPR', args: equalities } };
}

/** Tenant columns beyond the key; one that is itself restored holds nothing yet that could be compared. */
function comparedTenants(
  table: Table,
  key: readonly string[],
  restored: readonly string[],
  request: RollbackRequest,
): readonly Column[] {
  return tenantsOf(table, request)
    .filter((column) => !key.includes(column) && !restored.includes(column))
    .flatMap((column) => findColumn(table, column) ?? []);
}

function dropKept(kept: QualifiedName): Undo {
  return { tree: drop('OBJECT_TABLE', list(nameParts(kept))), isAboutRows: true };
}

function tenantsOf(table: Table, { tenantColumns }: RollbackRequest): readonly string[] {
  return tenantColumns.filter((column) => findColumn(table, column) !== undefined);
}

/** `accounts_plan_before_0042`, within the length that the server allows. */
function keptName(name: QualifiedName, what: string, { version }: RollbackRequest): QualifiedName {
  const { schema, name: table } = partsOf(name);
  const ending = `_before_${version.replaceAll(/\W+/g, '_')}`;
  const beginning = what === '' ? table : `${table}_${what}`;
  return `${schema}.${beginning.slice(0, 63 - ending.length)}${ending}`;
}
