import { nodeAs } from '../../sql';
import type { Action, BehaviourRow } from '../model';
import { manual } from './neighbours';

const server = 'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w';

/** Foreign data wrappers, servers and user mappings. */
export const foreignDataRows: readonly BehaviourRow[] = [
  {
    id: 'foreign-server',
    form: 'CREATE | ALTER FOREIGN DATA WRAPPER | SERVER | USER MAPPING, DROP USER MAPPING',
    docs: manual('sql-createserver.html'),
    speaksOf: [
      'CreateFdwStmt',
      'AlterFdwStmt',
      'CreateForeignServerStmt',
      'AlterForeignServerStmt',
      'CreateUserMappingStmt',
      'AlterUserMappingStmt',
      'DropUserMappingStmt',
    ],
    effects: () => ({
      notes: [
        'No table is locked, and the other server is not asked: a wrong option shows at the first query.',
      ],
    }),
    examples: [
      { sql: 'CREATE FOREIGN DATA WRAPPER w' },
      { setup: server, sql: `ALTER FOREIGN DATA WRAPPER w OPTIONS (a '1')` },
      { setup: 'CREATE FOREIGN DATA WRAPPER w', sql: 'CREATE SERVER s FOREIGN DATA WRAPPER w' },
      {
        setup: `${server}; CREATE FOREIGN TABLE far (id integer) SERVER s`,
        sql: `ALTER SERVER s VERSION '2'`,
      },
      { setup: server, sql: 'CREATE USER MAPPING FOR PUBLIC SERVER s' },
      {
        setup: `${server}; CREATE USER MAPPING FOR PUBLIC SERVER s`,
        sql: `ALTER USER MAPPING FOR PUBLIC SERVER s OPTIONS (ADD a '1')`,
      },
      {
        setup: `${server}; CREATE USER MAPPING FOR PUBLIC SERVER s`,
        sql: 'DROP USER MAPPING FOR PUBLIC SERVER s',
      },
    ],
  },
  {
    id: 'import-foreign-schema',
    form: 'IMPORT FOREIGN SCHEMA',
    docs: manual('sql-importforeignschema.html'),
    speaksOf: ['ImportForeignSchemaStmt'],
    effects: () => ({
      phase: 'expand',
      notes: [
        'The other server is asked, and must be there while the migration runs. All that it makes is new.',
      ],
      dependsOn: ['Which foreign tables it makes is known to the other server alone.'],
    }),
    examples: [
      {
        title: 'the wrapper must know how',
        setup: server,
        sql: 'IMPORT FOREIGN SCHEMA x FROM SERVER s INTO public',
        refusedWith: '55000',
      },
      {
        title: 'the other server must know us',
        setup: 'CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw',
        sql: 'IMPORT FOREIGN SCHEMA x FROM SERVER s INTO public',
        refusedWith: '42704',
      },
    ],
  },
  {
    id: 'drop-foreign-server',
    form: 'DROP FOREIGN DATA WRAPPER | SERVER',
    docs: manual('sql-dropserver.html'),
    speaksOf: ['DropStmt'],
    applies: (action) => dropOf(action) !== undefined,
    effects: (action) => {
      const isCascade = dropOf(action)?.behavior === 'DROP_CASCADE';
      return {
        phase: 'contract',
        reversible: !isCascade,
        notes: [
          isCascade
            ? 'Its foreign tables go too, with the views on them, each locked in ACCESS EXCLUSIVE mode; the rows stay on the other server.'
            : 'No table is locked: the server refuses as long as it has a foreign table or a user mapping.',
        ],
        dependsOn: isCascade ? ['Which foreign tables it has is not followed.'] : [],
      };
    },
    examples: [
      { setup: server, sql: 'DROP SERVER s' },
      { setup: server, sql: 'DROP FOREIGN DATA WRAPPER w CASCADE' },
      {
        title: 'it has a foreign table',
        setup: `${server}; CREATE FOREIGN TABLE far (id integer) SERVER s`,
        sql: 'DROP SERVER s',
        refusedWith: '2BP01',
      },
    ],
  },
];

function dropOf(action: Action) {
  const drop = nodeAs(action.content, 'DropStmt');
  return drop?.removeType === 'OBJECT_FDW' || drop?.removeType === 'OBJECT_FOREIGN_SERVER' ? drop : undefined;
}
