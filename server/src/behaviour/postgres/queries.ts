import type { SelectStmt } from '@pgsql/types';
import { readQuery, type QualifiedName } from '../../catalog';
import { nodeAs, stringsOf } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow } from '../model';
import { lock, manual, withReadTables } from './neighbours';
import { readInFull } from './queryReading';

/** SELECT and COPY … TO, with the rows that FOR UPDATE locks. */
export const queryRows: readonly BehaviourRow[] = [
  {
    id: 'select-for-update',
    form: 'SELECT … FOR UPDATE | SHARE',
    docs: manual('sql-select.html#SQL-FOR-UPDATE-SHARE'),
    speaksOf: ['SelectStmt'],
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
    speaksOf: ['SelectStmt', 'CopyStmt'],
    applies: (action) => nodeAs(action.content, 'SelectStmt')?.intoClause === undefined,
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
