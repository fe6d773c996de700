import type { Node } from '@pgsql/types';
import { findRelation, indexesOf } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow } from '../model';
import { lock, manual, target } from './neighbours';
import { readInFull } from './queryReading';

/** Views, materialized views and tables made from a query. */
export const viewRows: readonly BehaviourRow[] = [
  {
    id: 'replace-view',
    form: 'CREATE OR REPLACE VIEW (there already)',
    docs: manual('sql-createview.html'),
    speaksOf: ['ViewStmt'],
    applies: (action, context) =>
      nodeAs(action.content, 'ViewStmt')?.replace === true && targetExists(action, context),
    effects: (action) => ({
      locks: lock('ACCESS EXCLUSIVE', target(action)),
      phase: 'contract',
      notes: [
        'The lock on the view is held for a moment; options that are not repeated, such as security_invoker, are reset.',
      ],
    }),
    examples: [{ sql: 'CREATE OR REPLACE VIEW viewed_names AS SELECT id, name FROM viewed' }],
  },
  {
    id: 'create-view',
    form: 'CREATE VIEW',
    docs: manual('sql-createview.html'),
    speaksOf: ['ViewStmt'],
    effects: (action) => ({
      creates: target(action),
      phase: 'expand',
      notes: ['A new view: nobody waits for it, the tables it reads are locked only as a query would.'],
    }),
    examples: [
      { sql: 'CREATE VIEW v AS SELECT * FROM plain' },
      { sql: 'CREATE OR REPLACE VIEW v AS SELECT * FROM viewed_names' },
      { sql: 'CREATE RECURSIVE VIEW v (n) AS SELECT 1 UNION ALL SELECT n + 1 FROM v WHERE n < 5' },
    ],
  },
  {
    id: 'create-table-as',
    form: 'CREATE TABLE … AS, SELECT … INTO, CREATE MATERIALIZED VIEW',
    docs: manual('sql-createtableas.html'),
    speaksOf: ['CreateTableAsStmt', 'SelectStmt'],
    applies: (action) => queryOfNewTable(action.content) !== undefined,
    effects: (action, context) => {
      const isExecuted = nodeAs(action.content, 'CreateTableAsStmt')?.into?.skipData !== true;
      const query = queryOfNewTable(action.content);
      const isThere =
        nodeAs(action.content, 'CreateTableAsStmt')?.if_not_exists === true && targetExists(action, context);
      const reading = query !== undefined && isExecuted && !isThere ? readInFull(query, context) : undefined;
      return {
        scans: reading?.scans ?? [],
        creates: isThere ? [] : target(action),
        phase: 'expand',
        notes: ['The query runs as any other: writers of the tables it reads go on.'],
        dependsOn: reading?.dependsOn ?? [],
      };
    },
    examples: [
      { sql: 'CREATE TABLE x AS SELECT * FROM plain' },
      { sql: 'CREATE TABLE x AS SELECT * FROM viewed_names' },
      { sql: 'SELECT * INTO x FROM plain' },
      { sql: 'CREATE MATERIALIZED VIEW v AS SELECT * FROM plain' },
      { sql: 'CREATE MATERIALIZED VIEW v AS SELECT * FROM plain WITH NO DATA' },
    ],
  },
  {
    id: 'refresh-materialized-view-concurrently',
    form: 'REFRESH MATERIALIZED VIEW CONCURRENTLY',
    docs: manual('sql-refreshmaterializedview.html'),
    speaksOf: ['RefreshMatViewStmt'],
    applies: (action) => nodeAs(action.content, 'RefreshMatViewStmt')?.concurrent === true,
    effects: (action, context) => ({
      locks: lock('EXCLUSIVE', target(action)),
      ...refreshed(action, context),
      phase: 'backfill',
      notes: [
        'Readers of the view go on while the new contents are compared with the old row by row; the server refuses it where the view has no unique index on columns over all rows.',
      ],
    }),
    examples: [
      { sql: 'REFRESH MATERIALIZED VIEW CONCURRENTLY viewed_count' },
      {
        title: 'no unique index tells its rows apart',
        setup: 'CREATE MATERIALIZED VIEW copied AS SELECT id FROM plain',
        sql: 'REFRESH MATERIALIZED VIEW CONCURRENTLY copied',
        refusedWith: '55000',
      },
    ],
  },
  {
    id: 'refresh-materialized-view',
    form: 'REFRESH MATERIALIZED VIEW',
    docs: manual('sql-refreshmaterializedview.html'),
    speaksOf: ['RefreshMatViewStmt'],
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', target(action)),
      rewrites: target(action),
      ...refreshed(action, context),
      phase: 'backfill',
      notes: ['Nobody can read the view while its query runs and its contents are written anew.'],
    }),
    examples: [
      { sql: 'REFRESH MATERIALIZED VIEW viewed_count' },
      { sql: 'REFRESH MATERIALIZED VIEW viewed_count WITH NO DATA' },
      {
        title: 'over another one',
        setup: 'CREATE MATERIALIZED VIEW copied AS SELECT * FROM viewed_count',
        sql: 'REFRESH MATERIALIZED VIEW copied',
      },
    ],
  },
];

function targetExists(action: Action, context: BehaviourContext): boolean {
  return action.relation !== undefined && findRelation(context.catalog, action.relation) !== undefined;
}

function queryOfNewTable(content: Node): Node | undefined {
  const select = nodeAs(content, 'SelectStmt');
  if (select?.intoClause !== undefined) return content;
  return nodeAs(content, 'CreateTableAsStmt')?.query;
}

/** The query's tables, and the view itself, whose index is built over the new contents or compared with them. */
function refreshed(
  action: Action,
  context: BehaviourContext,
): { scans: readonly string[]; dependsOn: readonly string[] } {
  if (nodeAs(action.content, 'RefreshMatViewStmt')?.skipData === true) return { scans: [], dependsOn: [] };
  const view = action.relation === undefined ? undefined : findRelation(context.catalog, action.relation);
  const query = view?.kind === 'materialized view' ? view.query : undefined;
  if (query === undefined) {
    return {
      scans: [],
      dependsOn: ['What the view’s query reads, which the migration history does not tell.'],
    };
  }
  const { scans, dependsOn } = readInFull(query, context);
  const isIndexed = target(action).some((name) => indexesOf(context.catalog, name).length > 0);
  return { scans: [...scans, ...(isIndexed ? target(action) : [])], dependsOn };
}
