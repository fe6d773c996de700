import type { MergeWhenClause, Node } from '@pgsql/types';
import { findRelation, findTable, type QualifiedName } from '../../catalog';
import { nodeAs, stringsOf, walk } from '../../sql';
import { relationNamed } from '../actions';
import { mergeEffects, noEffects } from '../effects';
import type { Action, BehaviourContext, BehaviourRow, Claims } from '../model';
import { family, lock, manual, withPartitions, withReadTables, withStorage } from './neighbours';
import {
  baseTables,
  commonTablesOf,
  filteredReading,
  readBeside,
  readInFull,
  type FullReading,
} from './queryReading';
import { cascade, lookedUp, referencingKeys, referencingSide } from './referentialActions';

/** INSERT, UPDATE, DELETE, MERGE and COPY … FROM. */
export const dataChangeRows: readonly BehaviourRow[] = [
  {
    id: 'insert',
    form: 'INSERT',
    docs: manual('sql-insert.html'),
    speaksOf: ['InsertStmt'],
    effects: (action, context) => ({
      ...insert(action, context),
      phase: 'backfill',
      reversible: true,
      notes: ['Reads and writes go on; only the new rows, and the rows they reference, are locked.'],
    }),
    examples: [
      { sql: 'INSERT INTO orphan VALUES (5000, 1)' },
      { title: 'the referenced row is locked', sql: `INSERT INTO child VALUES (5000, 1, 'x')` },
      { title: 'nothing is referenced', sql: `INSERT INTO child (id, name) VALUES (5000, 'x')` },
      { sql: 'INSERT INTO orphan SELECT id + 5000, 1 FROM viewed' },
      { sql: `INSERT INTO event VALUES (9000, '2025-05-05', 'x'), (9001, '2035-05-05', 'x')` },
      { sql: `INSERT INTO viewed_names VALUES (9000, 'x')` },
      { sql: 'INSERT INTO orphan VALUES (1, 1) ON CONFLICT DO NOTHING' },
      { sql: 'INSERT INTO orphan VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET parent_id = 5' },
      { sql: 'WITH s AS (SELECT id FROM viewed) INSERT INTO orphan SELECT id + 5000, 1 FROM s' },
      {
        sql: 'INSERT INTO orphan SELECT id + 5000, 1 FROM viewed UNION ALL SELECT id + 9000, 1 FROM audited',
      },
    ],
  },
  {
    id: 'update',
    form: 'UPDATE',
    docs: manual('sql-update.html'),
    speaksOf: ['UpdateStmt'],
    effects: (action, context) => ({
      ...update(action, context),
      phase: 'backfill',
      reversible: false,
      dataLoss: overwrites(action),
      notes: [
        'Reads go on; each row stays locked against other writers until the transaction ends, so that one statement over many rows blocks them all.',
      ],
    }),
    examples: [
      { sql: 'UPDATE plain SET small = small + 10000' },
      { sql: `UPDATE plain SET note = 'x' WHERE id = 1` },
      { sql: 'UPDATE plain SET filled = 1 WHERE filled > 5' },
      { title: 'the referenced rows are locked', sql: 'UPDATE child SET parent_id = 2' },
      { title: 'the foreign key’s column is not set', sql: `UPDATE child SET name = 'x'` },
      {
        title: 'a referenced key changes',
        setup:
          'ALTER TABLE child DROP CONSTRAINT child_parent_fk; ALTER TABLE child ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent ON UPDATE CASCADE',
        sql: 'UPDATE parent SET id = id + 10000',
      },
      { sql: `UPDATE event SET note = 'x'` },
      { sql: `UPDATE animal SET name = 'x'` },
      { sql: `UPDATE ONLY animal SET name = 'x'` },
      { sql: `UPDATE plain SET note = 'x' WHERE id IN (SELECT id FROM viewed)` },
      { sql: 'UPDATE secured SET body = v.name FROM (SELECT * FROM viewed) v WHERE v.name = secured.body' },
      { sql: `UPDATE viewed_names SET name = 'x'` },
      {
        title: 'inside a query',
        sql: `WITH n AS (UPDATE plain SET note = 'x' RETURNING id) SELECT * FROM n`,
      },
      { sql: 'UPDATE child SET name = p.name FROM parent p WHERE p.name = child.name' },
      {
        title: 'from what a WITH has read and written',
        sql: `WITH v AS (SELECT id FROM viewed), o AS (INSERT INTO orphan SELECT id + 5000, 1 FROM v RETURNING id) UPDATE plain SET note = 'x' FROM o WHERE o.id = plain.id + 5000`,
      },
    ],
  },
  {
    id: 'delete',
    form: 'DELETE',
    docs: manual('sql-delete.html'),
    speaksOf: ['DeleteStmt'],
    effects: (action, context) => ({
      ...remove(action, context),
      phase: 'contract',
      reversible: false,
      dataLoss: true,
      notes: [
        'Reads go on; each row stays locked against other writers until the transaction ends, and tables that reference it are searched for each row.',
      ],
    }),
    examples: [
      { sql: 'DELETE FROM plain' },
      { sql: 'DELETE FROM plain WHERE id = 1' },
      { sql: 'DELETE FROM grandchild' },
      { sql: 'DELETE FROM ONLY animal' },
      { sql: 'DELETE FROM viewed_names' },
      { sql: 'DELETE FROM plain WHERE id IN (SELECT id FROM viewed)' },
      { title: 'ON DELETE CASCADE', sql: 'DELETE FROM child' },
      {
        title: 'rows that others reference are looked for',
        setup: 'DELETE FROM child',
        sql: 'DELETE FROM parent',
      },
      { sql: 'DELETE FROM plain USING viewed WHERE viewed.unused = plain.letters' },
      {
        title: 'moved to another table',
        sql: 'WITH gone AS (DELETE FROM plain RETURNING id) INSERT INTO orphan SELECT id + 5000, id FROM gone',
      },
    ],
  },
  {
    id: 'merge',
    form: 'MERGE',
    docs: manual('sql-merge.html'),
    speaksOf: ['MergeStmt'],
    effects: (action, context) => ({
      ...merge(action, context),
      phase: 'backfill',
      reversible: false,
      dataLoss: mergeBranches(action).some(({ commandType }) => commandType !== 'CMD_INSERT'),
      notes: ['Reads go on; each changed row stays locked against other writers until the transaction ends.'],
    }),
    examples: [
      {
        sql: 'MERGE INTO plain USING viewed ON viewed.unused = plain.letters WHEN MATCHED THEN UPDATE SET note = viewed.name',
        since: 15,
      },
      {
        title: 'the referenced rows are locked',
        sql: 'MERGE INTO child c USING viewed v ON v.id = c.id WHEN MATCHED THEN UPDATE SET parent_id = 1',
        since: 15,
      },
      {
        title: 'ON DELETE CASCADE',
        sql: 'MERGE INTO child c USING viewed v ON v.id = c.id WHEN MATCHED AND c.id < 5 THEN DELETE',
        since: 15,
      },
      {
        title: 'from a query',
        sql: 'MERGE INTO plain p USING (SELECT * FROM viewed) v ON v.id = p.id WHEN MATCHED THEN UPDATE SET note = v.name',
        since: 15,
      },
    ],
  },
  {
    id: 'copy-from',
    form: 'COPY … FROM',
    docs: manual('sql-copy.html'),
    speaksOf: ['CopyStmt'],
    applies: (action) => nodeAs(action.content, 'CopyStmt')?.is_from === true,
    effects: (action, context) => ({
      locks: lock('ROW EXCLUSIVE', written(action, context)),
      phase: 'backfill',
      notes: ['Reads and writes go on; only the new rows, and the rows they reference, are locked.'],
      dependsOn: ['The rows that are copied.'],
    }),
    examples: [{ sql: `COPY orphan FROM '/dev/null'` }],
  },
];

/** The target with its partitions and children, and what a view as target stands for. */
function written(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const { catalog } = context;
  const name = action.relation;
  if (name === undefined) return [];
  if (findRelation(catalog, name)?.kind === 'view') return withReadTables(catalog, name);
  const range =
    nodeAs(action.content, 'UpdateStmt')?.relation ?? nodeAs(action.content, 'DeleteStmt')?.relation;
  if (range === undefined) return withPartitions(catalog, name);
  return range.inh === true ? family(catalog, name) : [name];
}

function insert(action: Action, context: BehaviourContext): Claims {
  const { catalog } = context;
  const statement = nodeAs(action.content, 'InsertStmt');
  const tables = written(action, context);
  const listed = (statement?.cols ?? []).flatMap((column) => nodeAs(column, 'ResTarget')?.name ?? []);
  const sets = (column: string) => listed.length === 0 || listed.includes(column);
  const isPartitioned =
    tables.length > 1 && tables.some((name) => findTable(catalog, name)?.kind === 'partitioned');
  const source = statement?.selectStmt;
  const values = nodeAs(source, 'SelectStmt')?.valuesLists ?? [];
  const reading =
    source === undefined || values.length > 0 ? noEffects : readInFull(source, context, wholeOf(action));
  const beside = readBeside(commonTables(action), wholeOf(action), context);
  return {
    locks: [...lock('ROW EXCLUSIVE', tables), ...lock('ROW SHARE', lookedUp(tables, sets, context))],
    scans: [...reading.scans, ...beside.scans],
    dependsOn: [
      ...reading.dependsOn,
      ...beside.dependsOn,
      ...(isPartitioned ? ['Which partitions the rows go to: only those are locked.'] : []),
      ...triggersOn(tables, 'insert', context),
    ],
  };
}

function update(action: Action, context: BehaviourContext): Claims {
  const statement = nodeAs(action.content, 'UpdateStmt');
  const tables = written(action, context);
  const columns = (statement?.targetList ?? []).flatMap((column) => nodeAs(column, 'ResTarget')?.name ?? []);
  const sets = (column: string) => columns.includes(column);
  const parts = referencingChanged(tables, sets, context);
  const beside = readBeside(
    [
      statement?.whereClause,
      ...(statement?.targetList ?? []),
      ...(statement?.fromClause ?? []),
      ...commonTables(action),
    ],
    wholeOf(action),
    context,
  );
  const joined = statement?.fromClause?.map((source) => sourceNamed(source, action, context));
  const reading = changedRows(tables, statement?.whereClause, joined, context);
  return merged([
    {
      locks: [...lock('ROW EXCLUSIVE', tables), ...lock('ROW SHARE', lookedUp(tables, sets, context))],
      scans: [...reading.scans, ...beside.scans],
      dependsOn: [...reading.dependsOn, ...beside.dependsOn, ...triggersOn(tables, 'update', context)],
    },
    ...parts,
  ]);
}

function remove(action: Action, context: BehaviourContext): Claims {
  const statement = nodeAs(action.content, 'DeleteStmt');
  const tables = written(action, context);
  const parts = cascade(tables, context, new Set());
  const beside = readBeside(
    [statement?.whereClause, ...(statement?.usingClause ?? []), ...commonTables(action)],
    wholeOf(action),
    context,
  );
  const joined = statement?.usingClause?.map((source) => sourceNamed(source, action, context));
  const reading = changedRows(tables, statement?.whereClause, joined, context);
  return merged([
    {
      locks: lock('ROW EXCLUSIVE', tables),
      scans: [...reading.scans, ...beside.scans],
      dependsOn: [...reading.dependsOn, ...beside.dependsOn, ...triggersOn(tables, 'delete', context)],
    },
    ...parts,
  ]);
}

/** The queries of a statement's WITH; those that write are actions of their own. */
function commonTables(action: Action): readonly Node[] {
  const clause =
    nodeAs(action.content, 'InsertStmt')?.withClause ??
    nodeAs(action.content, 'UpdateStmt')?.withClause ??
    nodeAs(action.content, 'DeleteStmt')?.withClause;
  return (clause?.ctes ?? []).filter((table) => {
    const query = nodeAs(table, 'CommonTableExpr')?.ctequery;
    return nodeAs(query, 'SelectStmt') !== undefined;
  });
}

/** The statement whose WITH the names in an action may mean: for one that stands in a WITH itself, the one around it. */
function wholeOf({ content, within }: Action): Node {
  return within ?? content;
}

/** The relation that a FROM item or a source names; undefined for a query, also one of a WITH. */
function sourceNamed(
  source: Node | undefined,
  action: Action,
  { catalog }: BehaviourContext,
): QualifiedName | undefined {
  const written = nodeAs(source, 'RangeVar');
  const isCommonTable =
    written?.schemaname === undefined && commonTablesOf(wholeOf(action)).has(written?.relname ?? '');
  return isCommonTable ? undefined : relationNamed(catalog, written);
}

function merged(parts: readonly Claims[]): Claims {
  const { locks, scans, dependsOn } = mergeEffects(parts.map((part) => ({ ...noEffects, ...part })));
  return { locks, scans, dependsOn };
}

/** What each branch does to its rows, of which nobody can tell beforehand how many there are. */
function merge(action: Action, context: BehaviourContext): Claims {
  const statement = nodeAs(action.content, 'MergeStmt');
  const tables = written(action, context);
  const source = sourceNamed(statement?.sourceRelation, action, context);
  const parts = mergeBranches(action).flatMap((branch): readonly Claims[] => {
    const columns = (branch.targetList ?? []).flatMap((column) => nodeAs(column, 'ResTarget')?.name ?? []);
    const sets = (column: string) => columns.length === 0 || columns.includes(column);
    switch (branch.commandType) {
      case 'CMD_INSERT':
        return [{ locks: lock('ROW SHARE', lookedUp(tables, sets, context)) }];
      case 'CMD_UPDATE':
        return [
          { locks: lock('ROW SHARE', lookedUp(tables, sets, context)) },
          ...referencingChanged(tables, sets, context),
        ];
      case 'CMD_DELETE':
        return cascade(tables, context, new Set());
      default:
        return [];
    }
  });
  return merged([
    {
      locks: lock('ROW EXCLUSIVE', tables),
      scans: [
        ...withStorage(context.catalog, tables),
        ...(source === undefined ? [] : baseTables(source, context)),
        ...readBeside([statement?.sourceRelation], wholeOf(action), context).scans,
      ],
      dependsOn: ['The plan that the server chooses, and which rows match.'],
    },
    ...parts,
  ]);
}

function mergeBranches(action: Action): readonly MergeWhenClause[] {
  const clauses = nodeAs(action.content, 'MergeStmt')?.mergeWhenClauses ?? [];
  return clauses.flatMap((clause) => nodeAs(clause, 'MergeWhenClause') ?? []);
}

/** What changes of referenced columns do to the tables that reference them. */
function referencingChanged(
  tables: readonly QualifiedName[],
  sets: (column: string) => boolean,
  context: BehaviourContext,
): readonly Claims[] {
  return referencingKeys(tables, context)
    .filter(({ key }) => key.referencedColumns.some(sets))
    .map(({ table, key }) => referencingSide(table, key, key.onUpdate, context));
}

/** @param joined what FROM or USING name, undefined for each that is not a relation. */
function changedRows(
  tables: readonly QualifiedName[],
  condition: Node | undefined,
  joined: readonly (QualifiedName | undefined)[] | undefined,
  context: BehaviourContext,
): FullReading {
  if (joined === undefined || joined.length === 0) return filteredReading(tables, condition, context);
  const others = joined.flatMap((name) => (name === undefined ? [] : baseTables(name, context)));
  return {
    scans: [...withStorage(context.catalog, tables), ...others],
    dependsOn: ['The plan that the server chooses: an index may spare it from reading a table in full.'],
  };
}

/** What a trigger function does is not followed. */
function triggersOn(
  tables: readonly QualifiedName[],
  event: 'insert' | 'update' | 'delete',
  context: BehaviourContext,
): readonly string[] {
  return tables.flatMap((name) => {
    const triggers = findTable(context.catalog, name)?.triggers ?? [];
    return triggers
      .filter((trigger) => trigger.events.includes(event) && trigger.enabled !== 'disabled')
      .map((trigger) => `What the trigger ${trigger.name} on ${name} does.`);
  });
}

/** Whether an UPDATE replaces values, other than filling those that its condition says are null. */
function overwrites(action: Action): boolean {
  const statement = nodeAs(action.content, 'UpdateStmt');
  const columns = (statement?.targetList ?? []).flatMap((column) => nodeAs(column, 'ResTarget')?.name ?? []);
  const empty = new Set<string>();
  if (statement?.whereClause !== undefined) {
    walk(statement.whereClause, (node) => {
      const test = nodeAs(node, 'NullTest');
      const name = stringsOf(nodeAs(test?.arg, 'ColumnRef')?.fields).at(-1);
      if (test?.nulltesttype === 'IS_NULL' && name !== undefined) empty.add(name);
      return undefined;
    });
  }
  return columns.some((column) => !empty.has(column));
}
