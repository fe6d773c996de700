import type { Node, SelectStmt } from '@pgsql/types';
import type { ForeignKey, QualifiedName } from '../../catalog';
import {
  findRelation,
  findTable,
  foreignKeysOf,
  indexesOf,
  nameOf,
  readQuery,
  referencingForeignKeys,
} from '../../catalog';
import { nodeAs, stringsOf, walk } from '../../sql';
import { relationNamed } from '../actions';
import { mergeEffects, noEffects } from '../effects';
import type { Action, BehaviourContext, BehaviourRow, Claims, LockMode } from '../model';
import { family, lock, manual, withPartitions, withReadTables, withStorage } from './neighbours';
import { baseTables, filteredReading, readInFull } from './queryReading';

/** INSERT, UPDATE, DELETE, MERGE, COPY and SELECT, with what foreign keys make the server look up. */
export const dataChangeRows: readonly BehaviourRow[] = [
  {
    id: 'insert',
    form: 'INSERT',
    docs: manual('sql-insert.html'),
    applies: (action) => nodeAs(action.content, 'InsertStmt') !== undefined,
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
    ],
  },
  {
    id: 'update',
    form: 'UPDATE',
    docs: manual('sql-update.html'),
    applies: (action) => nodeAs(action.content, 'UpdateStmt') !== undefined,
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
      { sql: `UPDATE viewed_names SET name = 'x'` },
      {
        title: 'inside a query',
        sql: `WITH n AS (UPDATE plain SET note = 'x' RETURNING id) SELECT * FROM n`,
      },
      { sql: 'UPDATE child SET name = p.name FROM parent p WHERE p.name = child.name' },
    ],
  },
  {
    id: 'delete',
    form: 'DELETE',
    docs: manual('sql-delete.html'),
    applies: (action) => nodeAs(action.content, 'DeleteStmt') !== undefined,
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
    applies: (action) => nodeAs(action.content, 'MergeStmt') !== undefined,
    effects: (action, context) => {
      const source = relationNamed(
        context.catalog,
        nodeAs(nodeAs(action.content, 'MergeStmt')?.sourceRelation, 'RangeVar'),
      );
      const tables = written(action, context);
      return {
        locks: lock('ROW EXCLUSIVE', tables),
        scans: [
          ...withStorage(context.catalog, tables),
          ...(source === undefined ? [] : baseTables(source, context)),
        ],
        phase: 'backfill',
        reversible: false,
        dataLoss: true,
        notes: [
          'Reads go on; each changed row stays locked against other writers until the transaction ends.',
        ],
        dependsOn: ['The plan that the server chooses, and which rows match.'],
      };
    },
    examples: [
      {
        sql: 'MERGE INTO plain USING viewed ON viewed.unused = plain.letters WHEN MATCHED THEN UPDATE SET note = viewed.name',
        since: 15,
      },
    ],
  },
  {
    id: 'copy-from',
    form: 'COPY … FROM',
    docs: manual('sql-copy.html'),
    applies: (action) => nodeAs(action.content, 'CopyStmt')?.is_from === true,
    effects: (action, context) => ({
      locks: lock('ROW EXCLUSIVE', written(action, context)),
      phase: 'backfill',
      notes: ['Reads and writes go on; only the new rows, and the rows they reference, are locked.'],
      dependsOn: ['The rows that are copied.'],
    }),
    examples: [{ sql: `COPY orphan FROM '/dev/null'` }],
  },
  {
    id: 'select-for-update',
    form: 'SELECT … FOR UPDATE | SHARE',
    docs: manual('sql-select.html#SQL-FOR-UPDATE-SHARE'),
    applies: (action) => lockingSelect(action) !== undefined,
    effects: (action, context) => ({
      ...readInFull(action.content, context),
      locks: lock('ROW SHARE', lockedTables(action, context)),
      notes: [
        'Reads go on; each row that the query returns stays locked against writers until the transaction ends.',
      ],
    }),
    examples: [
      { sql: 'SELECT * FROM plain FOR UPDATE' },
      { sql: 'SELECT * FROM plain WHERE id = 1 FOR UPDATE' },
      { sql: 'SELECT * FROM plain, viewed FOR SHARE OF plain' },
      { sql: 'SELECT * FROM viewed_names FOR UPDATE' },
      { sql: 'SELECT * FROM event FOR UPDATE' },
      {
        title: 'a view on a view',
        setup: 'CREATE VIEW outer_names AS SELECT id FROM viewed_names',
        sql: 'SELECT * FROM outer_names FOR UPDATE',
      },
    ],
  },
  {
    id: 'select',
    form: 'SELECT, COPY … TO',
    docs: manual('sql-select.html'),
    applies: (action) =>
      nodeAs(action.content, 'SelectStmt')?.intoClause === undefined &&
      (nodeAs(action.content, 'SelectStmt') !== undefined ||
        nodeAs(action.content, 'CopyStmt') !== undefined),
    effects: (action, context) => {
      const { reading } = readQuery(context.catalog, action.content);
      const calls = reading.calls.filter((call) => isOwnFunction(stringsOf(call.funcname), context));
      const { scans, dependsOn } = readInFull(action.content, context);
      return {
        scans,
        notes: ['Reads only: nobody waits for it, except changes to the tables’ schema.'],
        dependsOn: [
          ...dependsOn,
          ...calls.map((call) => `What the function ${stringsOf(call.funcname).join('.')} does.`),
        ],
      };
    },
    examples: [
      { sql: 'SELECT count(*) FROM plain' },
      { sql: 'SELECT 1' },
      { sql: `SELECT set_config('app.tenant_id', '5', true)` },
    ],
  },
];

function isOwnFunction(names: readonly string[], context: BehaviourContext): boolean {
  const name = names.at(-1) ?? '';
  return [...context.catalog.routines.keys()].some((routine) => routine.endsWith(`.${name}`));
}

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
    source === undefined || values.length > 0 ? noEffects : readInFull(source, context, action.content);
  return {
    locks: [...lock('ROW EXCLUSIVE', tables), ...lock('ROW SHARE', lookedUp(tables, sets, context))],
    scans: reading.scans,
    dependsOn: [
      ...reading.dependsOn,
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
  const affected = referencingKeys(tables, context).filter(({ key }) => key.referencedColumns.some(sets));
  const parts = affected.map(({ table, key }) => referencingSide(table, key, key.onUpdate, context));
  const reading = changedRows(tables, statement?.whereClause, statement?.fromClause, context);
  return merged([
    {
      locks: [...lock('ROW EXCLUSIVE', tables), ...lock('ROW SHARE', lookedUp(tables, sets, context))],
      ...reading,
      dependsOn: [...reading.dependsOn, ...triggersOn(tables, 'update', context)],
    },
    ...parts,
  ]);
}

function remove(action: Action, context: BehaviourContext): Claims {
  const statement = nodeAs(action.content, 'DeleteStmt');
  const tables = written(action, context);
  const parts = cascade(tables, context, new Set());
  const reading = changedRows(tables, statement?.whereClause, statement?.usingClause, context);
  return merged([
    {
      locks: lock('ROW EXCLUSIVE', tables),
      ...reading,
      dependsOn: [...reading.dependsOn, ...triggersOn(tables, 'delete', context)],
    },
    ...parts,
  ]);
}

function merged(parts: readonly Claims[]): Claims {
  const { locks, scans, dependsOn } = mergeEffects(parts.map((part) => ({ ...noEffects, ...part })));
  return { locks, scans, dependsOn };
}

function changedRows(
  tables: readonly QualifiedName[],
  condition: Node | undefined,
  sources: readonly Node[] | undefined,
  context: BehaviourContext,
): { readonly scans: readonly QualifiedName[]; readonly dependsOn: readonly string[] } {
  if (sources === undefined || sources.length === 0) return filteredReading(tables, condition, context);
  const joined = sources.flatMap(
    (source) => relationNamed(context.catalog, nodeAs(source, 'RangeVar')) ?? [],
  );
  return {
    scans: [...withStorage(context.catalog, tables), ...joined.flatMap((name) => baseTables(name, context))],
    dependsOn: ['The plan that the server chooses: an index may spare it from reading a table in full.'],
  };
}

/** Tables in which the server looks up, and locks, the rows that new foreign key values reference. */
function lookedUp(
  tables: readonly QualifiedName[],
  sets: (column: string) => boolean,
  context: BehaviourContext,
): readonly QualifiedName[] {
  const keys = tables.flatMap((name) => {
    const table = findTable(context.catalog, name);
    return table === undefined ? [] : foreignKeysOf(table);
  });
  return keys
    .filter((key) => key.enforced && key.columns.some(sets))
    .flatMap((key) => withPartitions(context.catalog, key.references));
}

function referencingKeys(tables: readonly QualifiedName[], context: BehaviourContext) {
  return tables.flatMap((name) =>
    referencingForeignKeys(context.catalog, name)
      .filter(({ constraint }) => constraint.enforced)
      .map(({ table, constraint }) => ({ table: nameOf(table), key: constraint })),
  );
}

/** What the referential action does to the referencing table, which is searched for each changed row. */
function referencingSide(
  table: QualifiedName,
  key: ForeignKey,
  action: ForeignKey['onDelete'],
  context: BehaviourContext,
): Claims {
  const mode: LockMode = action === 'no action' || action === 'restrict' ? 'ROW SHARE' : 'ROW EXCLUSIVE';
  const tables = withPartitions(context.catalog, table);
  const isIndexed = indexesOf(context.catalog, table).some(
    (index) => index.keys[0]?.column === key.columns[0],
  );
  return {
    locks: lock(mode, tables),
    scans: isIndexed ? [] : withStorage(context.catalog, tables),
  };
}

/** ON DELETE CASCADE goes on from table to table. */
function cascade(
  tables: readonly QualifiedName[],
  context: BehaviourContext,
  seen: Set<QualifiedName>,
): readonly Claims[] {
  return referencingKeys(tables, context).flatMap(({ table, key }) => {
    const side = referencingSide(table, key, key.onDelete, context);
    if (key.onDelete !== 'cascade' || seen.has(table)) return [side];
    seen.add(table);
    return [side, ...cascade([table], context, seen)];
  });
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

function lockingSelect(action: Action): SelectStmt | undefined {
  const select = nodeAs(action.content, 'SelectStmt');
  return select?.lockingClause === undefined ? undefined : select;
}

/** The tables that FOR UPDATE OF names, or all; a view's tables are locked with it. */
function lockedTables(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const select = lockingSelect(action);
  const named = (select?.lockingClause ?? []).flatMap((clause) =>
    (nodeAs(clause, 'LockingClause')?.lockedRels ?? []).flatMap(
      (node) => nodeAs(node, 'RangeVar')?.relname ?? [],
    ),
  );
  const sources = readQuery(context.catalog, action.content).reading.relations.filter(
    ({ node }) => named.length === 0 || named.includes(node.alias?.aliasname ?? node.relname ?? ''),
  );
  return sources.flatMap(({ name }) => withReadTables(context.catalog, name));
}
