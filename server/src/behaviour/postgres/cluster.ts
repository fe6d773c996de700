import type { Node } from '@pgsql/types';
import { nodeAs } from '../../sql';
import type { Action, BehaviourRow } from '../model';
import { manual } from './neighbours';

/** Databases, tablespaces and settings of the whole server: what all databases, and so all tenants, share. */
export const clusterRows: readonly BehaviourRow[] = [
  {
    id: 'drop-database',
    form: 'DROP DATABASE',
    docs: manual('sql-dropdatabase.html'),
    speaksOf: ['DropdbStmt'],
    effects: () => ({
      transactional: false,
      reversible: false,
      dataLoss: true,
      phase: 'contract',
      notes: [
        'It cannot run inside a transaction block, and is refused while a session uses the database, unless WITH (FORCE) ends those.',
      ],
    }),
    examples: [
      { sql: 'DROP DATABASE IF EXISTS no_such_database' },
      { sql: 'DROP DATABASE no_such_database', refusedWith: '3D000' },
    ],
  },
  {
    id: 'database-or-tablespace',
    form: 'CREATE DATABASE, ALTER DATABASE … SET TABLESPACE, CREATE | DROP TABLESPACE',
    docs: manual('sql-createdatabase.html'),
    speaksOf: ['CreatedbStmt', 'AlterDatabaseStmt', 'CreateTableSpaceStmt', 'DropTableSpaceStmt'],
    applies: (action) => nodeAs(action.content, 'AlterDatabaseStmt') === undefined || movesDatabase(action),
    effects: () => ({
      transactional: false,
      notes: ['It works on the files of the whole server and cannot run inside a transaction block.'],
    }),
    examples: [
      { sql: 'CREATE DATABASE truth_database' },
      { sql: 'ALTER DATABASE template1 SET TABLESPACE pg_default' },
      { sql: 'DROP TABLESPACE IF EXISTS no_such_tablespace' },
      { sql: `CREATE TABLESPACE t LOCATION '/no/such/folder'`, refusedWith: '58P01' },
    ],
  },
  {
    id: 'alter-system',
    form: 'ALTER SYSTEM',
    docs: manual('sql-altersystem.html'),
    speaksOf: ['AlterSystemStmt'],
    effects: () => ({
      transactional: false,
      notes: [
        'It writes a file of the server that concerns every database, after a reload or a restart. It cannot run inside a transaction block.',
      ],
    }),
    examples: [{ sql: `ALTER SYSTEM SET work_mem = '5MB'` }, { sql: 'ALTER SYSTEM RESET ALL' }],
  },
  {
    id: 'alter-database',
    form: 'ALTER DATABASE … SET | RESET | CONNECTION LIMIT, ALTER TABLESPACE … SET | RESET',
    docs: manual('sql-alterdatabase.html'),
    speaksOf: ['AlterDatabaseSetStmt', 'AlterDatabaseStmt', 'AlterTableSpaceOptionsStmt'],
    effects: () => ({
      notes: [
        'No table is locked. Settings of a database hold for sessions that begin later, not for those of a pool that are open.',
      ],
    }),
    examples: [
      { sql: `ALTER DATABASE template1 SET work_mem = '5MB'` },
      { sql: 'ALTER DATABASE template1 CONNECTION LIMIT 5' },
      { sql: 'ALTER TABLESPACE pg_default SET (random_page_cost = 1.0)' },
      { sql: 'ALTER TABLESPACE pg_default RESET (random_page_cost)' },
    ],
  },
];

function movesDatabase(action: Action): boolean {
  const options: readonly Node[] = nodeAs(action.content, 'AlterDatabaseStmt')?.options ?? [];
  return options.some((option) => nodeAs(option, 'DefElem')?.defname === 'tablespace');
}
