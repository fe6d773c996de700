import type { SelectStmt } from '@pgsql/types';
import { readQuery, type QualifiedName } from '../../catalog';
import { nodeAs, stringsOf, walk } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow } from '../model';
import { lock, manual, target, withReadTables, withStorage } from './neighbours';
import { readInFull, type FullReading } from './queryReading';

/** SELECT and COPY … TO, with the rows that FOR UPDATE locks. */
export const queryRows: readonly BehaviourRow[] = [
  {
    id: 'select-for-update',
    form: 'SELECT … FOR UPDATE | SHARE',
    docs: manual('sql-select.html#SQL-FOR-UPDATE-SHARE'),
    speaksOf: ['SelectStmt'],
    applies: (action) => lockingSelects(action).length > 0,
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
      { sql: 'SELECT * FROM animal FOR UPDATE' },
      { sql: 'SELECT * FROM ONLY animal FOR NO KEY UPDATE' },
      { title: 'in a subquery', sql: 'SELECT * FROM (SELECT * FROM plain FOR UPDATE) s' },
      { title: 'in a WITH', sql: 'WITH s AS (SELECT * FROM plain FOR KEY SHARE) SELECT * FROM s' },
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
    speaksOf: ['SelectStmt', 'CopyStmt'],
    applies: (action) => nodeAs(action.content, 'SelectStmt')?.intoClause === undefined,
    effects: (action, context) => {
      const { reading } = readQuery(context.catalog, action.content);
      const calls = reading.calls.filter((call) => isOwnFunction(stringsOf(call.funcname), context));
      const { scans, dependsOn } = readOut(action, context);
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
      { title: 'children are read too', sql: 'SELECT * FROM animal' },
      { sql: 'SELECT * FROM ONLY animal' },
      { sql: `COPY plain TO '/dev/null'` },
      { sql: `COPY (SELECT * FROM viewed_names) TO '/dev/null'` },
      {
        title: 'a sequence is one row',
        setup: 'CREATE SEQUENCE numbers',
        sql: 'SELECT last_value FROM numbers',
      },
      { sql: `SELECT set_config('app.tenant_id', '5', true)` },
    ],
  },
];

function isOwnFunction(names: readonly string[], context: BehaviourContext): boolean {
  const name = names.at(-1) ?? '';
  return [...context.catalog.routines.keys()].some((routine) => routine.endsWith(`.${name}`));
}

/** What a SELECT reads in full, or a COPY … TO, which never uses an index. */
function readOut(action: Action, context: BehaviourContext): FullReading {
  const copy = nodeAs(action.content, 'CopyStmt');
  if (copy === undefined) return readInFull(action.content, context);
  if (copy.query !== undefined) return readInFull(copy.query, context);
  // COPY of a table leaves out those that inherit from it.
  return { scans: withStorage(context.catalog, target(action)), dependsOn: [] };
}

/** The query itself and queries inside it that lock the rows they return. */
function lockingSelects(action: Action): readonly SelectStmt[] {
  const selects: SelectStmt[] = [];
  walk(action.content, (node) => {
    const select = nodeAs(node, 'SelectStmt');
    if (select?.lockingClause !== undefined) selects.push(select);
    return undefined;
  });
  return selects;
}

/** The tables that FOR UPDATE OF names, or all; a view's tables are locked with it. */
function lockedTables(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  return lockingSelects(action).flatMap((select) => {
    const named = (select.lockingClause ?? []).flatMap((clause) =>
      (nodeAs(clause, 'LockingClause')?.lockedRels ?? []).flatMap(
        (node) => nodeAs(node, 'RangeVar')?.relname ?? [],
      ),
    );
    const sources = readQuery(context.catalog, { SelectStmt: select }).reading.relations.filter(
      ({ node }) => named.length === 0 || named.includes(node.alias?.aliasname ?? node.relname ?? ''),
    );
    return sources.flatMap(({ name, node }) =>
      node.inh === true ? withReadTables(context.catalog, name) : [name],
    );
  });
}
