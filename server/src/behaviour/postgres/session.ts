import type { QualifiedName } from '../../catalog';
import { resolveRelation } from '../../catalog';
import { nameOfParts, nodeAs } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow } from '../model';
import { lock, manual } from './neighbours';

/** Comments, settings, transaction control, and what cannot be read off a statement at all. */
export const sessionRows: readonly BehaviourRow[] = [
  {
    id: 'comment-on-relation',
    form: 'COMMENT ON TABLE | COLUMN | VIEW',
    docs: manual('sql-comment.html'),
    speaksOf: ['CommentStmt'],
    applies: (action, context) => commentedRelation(action, context).length > 0,
    effects: (action, context) => ({
      locks: lock('SHARE UPDATE EXCLUSIVE', commentedRelation(action, context)),
      phase: 'expand',
      notes: ['Reads and writes go on; only other schema changes, VACUUM and ANALYZE wait.'],
    }),
    examples: [
      { sql: `COMMENT ON TABLE plain IS 'x'` },
      { sql: `COMMENT ON COLUMN plain.note IS 'x'` },
      { sql: `COMMENT ON VIEW viewed_names IS 'x'` },
      { sql: `COMMENT ON MATERIALIZED VIEW viewed_count IS 'x'` },
    ],
  },
  {
    id: 'comment',
    form: 'COMMENT ON (no relation), SECURITY LABEL',
    docs: manual('sql-comment.html'),
    speaksOf: ['CommentStmt', 'SecLabelStmt'],
    effects: () => ({ phase: 'expand', notes: ['No table is locked.'] }),
    examples: [
      { sql: `COMMENT ON CONSTRAINT plain_pkey ON plain IS 'x'` },
      { sql: `COMMENT ON INDEX plain_note IS 'x'` },
      { setup: 'CREATE TYPE pair AS (a integer)', sql: `COMMENT ON COLUMN pair.a IS 'x'` },
      { sql: `COMMENT ON POLICY secured_tenant ON secured IS 'x'` },
      { sql: `COMMENT ON FUNCTION fixed_number() IS 'x'` },
      { sql: `COMMENT ON TRIGGER audited_change ON audited IS 'x'` },
      { sql: `COMMENT ON RULE "_RETURN" ON viewed_names IS 'x'` },
      { sql: `COMMENT ON DOMAIN positive IS 'x'` },
      { sql: `COMMENT ON CONSTRAINT positive_check ON DOMAIN positive IS 'x'` },
      { sql: `COMMENT ON TYPE mood IS 'x'` },
      { sql: `COMMENT ON SCHEMA public IS 'x'` },
      { sql: `COMMENT ON EXTENSION citext IS 'x'` },
      { sql: `COMMENT ON ROLE app_user IS 'x'` },
      { sql: `COMMENT ON DATABASE template1 IS 'x'` },
      { setup: 'CREATE SEQUENCE s', sql: `COMMENT ON SEQUENCE s IS 'x'` },
      { setup: 'CREATE STATISTICS s ON id, small FROM plain', sql: `COMMENT ON STATISTICS s IS 'x'` },
      {
        title: 'without a provider of labels',
        sql: `SECURITY LABEL ON FUNCTION fixed_number() IS 'x'`,
        refusedWith: '22023',
      },
    ],
  },
  {
    id: 'set',
    form: 'SET, RESET, SHOW',
    docs: manual('sql-set.html'),
    speaksOf: ['VariableSetStmt', 'VariableShowStmt', 'ConstraintsSetStmt'],
    effects: () => ({ notes: ['Only the session’s own settings change.'] }),
    examples: [
      { sql: `SET lock_timeout = '2s'` },
      { sql: `SET LOCAL lock_timeout = '2s'` },
      { sql: 'SET CONSTRAINTS ALL DEFERRED' },
      { sql: 'SET ROLE app_user' },
      { sql: 'SET SESSION AUTHORIZATION DEFAULT' },
      { sql: 'RESET ALL' },
      { sql: 'SHOW search_path' },
    ],
  },
  {
    id: 'explain-prepare',
    form: 'EXPLAIN, PREPARE, DECLARE CURSOR',
    docs: manual('sql-explain.html'),
    speaksOf: ['ExplainStmt', 'PrepareStmt', 'DeclareCursorStmt'],
    effects: () => ({
      notes: ['The statement is planned, which takes its locks; only EXPLAIN ANALYZE also carries it out.'],
    }),
    examples: [
      { sql: 'EXPLAIN DELETE FROM plain' },
      { sql: 'EXPLAIN ANALYZE DELETE FROM plain' },
      { sql: 'EXPLAIN (ANALYZE false) DELETE FROM plain' },
      { sql: 'EXPLAIN ANALYZE SELECT * FROM plain' },
      { sql: 'PREPARE p AS DELETE FROM plain' },
      { sql: 'DECLARE c CURSOR FOR SELECT * FROM plain FOR UPDATE' },
    ],
  },
  {
    id: 'session-cleanup',
    form: 'FETCH, MOVE, CLOSE, DEALLOCATE, DISCARD, CHECKPOINT, LOAD, LISTEN, UNLISTEN, NOTIFY',
    docs: manual('sql-discard.html'),
    speaksOf: [
      'FetchStmt',
      'ClosePortalStmt',
      'DeallocateStmt',
      'DiscardStmt',
      'CheckPointStmt',
      'LoadStmt',
      'ListenStmt',
      'UnlistenStmt',
      'NotifyStmt',
    ],
    effects: (action) => {
      const isDiscardAll = nodeAs(action.content, 'DiscardStmt')?.target === 'DISCARD_ALL';
      return {
        transactional: !isDiscardAll,
        notes: [
          isDiscardAll
            ? 'The session forgets its settings, temporary tables and prepared statements. It cannot run inside a transaction block.'
            : 'No table is locked.',
        ],
      };
    },
    examples: [
      { sql: 'DISCARD ALL' },
      { sql: 'DISCARD PLANS' },
      { sql: 'CLOSE ALL' },
      { sql: 'DEALLOCATE ALL' },
      { sql: 'CHECKPOINT' },
      { sql: `LOAD 'plpgsql'` },
      { sql: 'LISTEN x' },
      { sql: 'UNLISTEN *' },
      { sql: `NOTIFY x, 'y'` },
    ],
  },
  {
    id: 'two-phase-commit',
    form: 'PREPARE TRANSACTION, COMMIT | ROLLBACK PREPARED',
    docs: manual('sql-prepare-transaction.html'),
    speaksOf: ['TransactionStmt'],
    applies: (action) => nodeAs(action.content, 'TransactionStmt')?.gid !== undefined,
    effects: (action) => ({
      transactional: nodeAs(action.content, 'TransactionStmt')?.kind === 'TRANS_STMT_PREPARE',
      notes: [
        'Locks of a prepared transaction are held after its session has ended, until somebody ends it by COMMIT or ROLLBACK PREPARED outside a transaction.',
      ],
    }),
    examples: [
      {
        title: 'as servers are set up by default',
        sql: `PREPARE TRANSACTION 'x'`,
        refusedWith: '55000',
      },
      { sql: `COMMIT PREPARED 'x'`, refusedWith: '42704' },
    ],
  },
  {
    id: 'transaction-control',
    form: 'BEGIN, COMMIT, ROLLBACK, SAVEPOINT',
    docs: manual('tutorial-transactions.html'),
    speaksOf: ['TransactionStmt'],
    effects: () => ({ notes: ['Locks are held until the transaction ends.'] }),
    examples: [{ sql: 'BEGIN' }, { sql: 'SAVEPOINT s' }, { sql: 'ABORT' }, { sql: 'COMMIT' }],
  },
  {
    id: 'do-block',
    form: 'DO',
    docs: manual('sql-do.html'),
    speaksOf: ['DoStmt'],
    // Where the code can be read, what it runs is explained statement by statement instead.
    effects: () => ({
      notes: ['Its code cannot be read.'],
      dependsOn: ['The code that it runs is not understood.'],
    }),
    examples: [
      { sql: 'DO $$ BEGIN END $$' },
      { sql: 'DO $$ BEGIN ALTER TABLE plain ADD COLUMN extra integer; CREATE INDEX ON child (name); END $$' },
      {
        title: 'a condition on the schema that does not hold',
        sql: `DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'mood') THEN ALTER TABLE plain ADD COLUMN extra mood; END IF;
        END $$`,
      },
      {
        title: 'a condition on the schema that holds',
        sql: `DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM information_schema.columns
              WHERE table_schema = 'public' AND table_name = 'plain' AND column_name = 'extra') THEN
            ALTER TABLE plain ADD COLUMN extra timestamptz DEFAULT clock_timestamp();
          END IF;
        END $$`,
      },
      {
        title: 'a table that the block makes',
        sql: `DO $$ BEGIN
          CREATE TABLE fresh (id integer, parent_id integer REFERENCES parent);
          CREATE INDEX ON fresh (parent_id);
          INSERT INTO fresh VALUES (1, NULL);
        END $$`,
      },
      {
        title: 'an error that a handler catches',
        sql: `DO $$ BEGIN CREATE TYPE mood AS ENUM ('x'); EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
      },
      {
        title: 'a string that is always the same',
        sql: `DO $$ BEGIN EXECUTE 'ALTER TABLE plain ' || 'ALTER COLUMN note SET NOT NULL'; END $$`,
      },
      { sql: `DO $$ BEGIN EXECUTE 'ALTER TABLE child ALTER COLUMN name DROP NOT NULL'; END $$` },
      {
        title: 'a loop',
        sql: `DO $$ DECLARE r record; BEGIN
          FOR r IN SELECT id FROM child FOR UPDATE LOOP
            UPDATE child SET name = 'x' WHERE id = r.id;
          END LOOP;
        END $$`,
      },
      {
        title: 'a statement that cannot run inside a transaction',
        sql: 'DO $$ BEGIN CREATE INDEX CONCURRENTLY ON plain (note); END $$',
        refusedWith: '25001',
      },
    ],
  },
  {
    id: 'call',
    form: 'CALL, EXECUTE',
    docs: manual('sql-call.html'),
    speaksOf: ['CallStmt', 'ExecuteStmt'],
    effects: () => ({
      notes: ['What it does cannot be read off the statement.'],
      dependsOn: ['The code that it runs is not followed.'],
    }),
    examples: [{ setup: "CREATE PROCEDURE nothing() LANGUAGE sql AS ''", sql: 'CALL nothing()' }],
  },
];

/** The relation of a COMMENT ON TABLE, VIEW, MATERIALIZED VIEW, FOREIGN TABLE or COLUMN. */
function commentedRelation(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const comment = nodeAs(action.content, 'CommentStmt');
  const parts = nodeAs(comment?.object, 'List')?.items ?? [];
  switch (comment?.objtype) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_FOREIGN_TABLE': {
      const written = nameOfParts(parts);
      return written === undefined ? [] : [resolveRelation(context.catalog, written)];
    }
    case 'OBJECT_COLUMN': {
      const written = nameOfParts(parts.slice(0, -1));
      const name = written === undefined ? undefined : resolveRelation(context.catalog, written);
      // An attribute of a composite type is written like a column.
      return name === undefined || context.catalog.types.has(name) ? [] : [name];
    }
    default:
      return [];
  }
}
