import { resolveRelation, type QualifiedName } from '../../catalog';
import { nameOfParts, nodeAs } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow } from '../model';
import { lock, manual } from './neighbours';

/** CREATE, ALTER and DROP EXTENSION. */
export const extensionRows: readonly BehaviourRow[] = [
  {
    id: 'create-extension',
    form: 'CREATE EXTENSION',
    docs: manual('sql-createextension.html'),
    speaksOf: ['CreateExtensionStmt'],
    effects: () => ({
      phase: 'expand',
      notes: [
        'All that its script makes is new: no table is locked. The server must have its files, and often its role more rights.',
      ],
    }),
    examples: [
      { sql: 'CREATE EXTENSION hstore' },
      { sql: 'CREATE EXTENSION IF NOT EXISTS citext' },
      { title: 'there already', sql: 'CREATE EXTENSION citext', refusedWith: '42710' },
    ],
  },
  {
    id: 'update-extension',
    form: 'ALTER EXTENSION … UPDATE',
    docs: manual('sql-alterextension.html'),
    speaksOf: ['AlterExtensionStmt'],
    effects: () => ({
      reversible: false,
      notes: [
        'The extension’s own scripts run, up to the version that the server’s files offer; few have one for the way back.',
      ],
      dependsOn: [
        'What the scripts of the extension do to tables that use it is in its files on the server.',
      ],
    }),
    examples: [
      { title: 'the newest already', sql: 'ALTER EXTENSION citext UPDATE' },
      {
        title: 'without a script for the way',
        sql: `ALTER EXTENSION citext UPDATE TO '0.1'`,
        refusedWith: '22023',
      },
    ],
  },
  {
    id: 'extension-member',
    form: 'ALTER EXTENSION … ADD | DROP',
    docs: manual('sql-alterextension.html'),
    speaksOf: ['AlterExtensionContentsStmt'],
    effects: (action, context) => ({
      locks: lock('SHARE UPDATE EXCLUSIVE', member(action, context)),
      notes: [
        'Only the catalog changes: reads and writes go on. A member goes with its extension, and pg_dump leaves it out.',
      ],
    }),
    examples: [
      { sql: 'ALTER EXTENSION citext ADD TABLE plain' },
      { setup: 'ALTER EXTENSION citext ADD TABLE plain', sql: 'ALTER EXTENSION citext DROP TABLE plain' },
      { sql: 'ALTER EXTENSION citext ADD VIEW viewed_names' },
      { sql: 'ALTER EXTENSION citext ADD MATERIALIZED VIEW viewed_count' },
      { sql: 'ALTER EXTENSION citext ADD FUNCTION fixed_number()' },
      { sql: 'ALTER EXTENSION citext ADD TYPE mood' },
    ],
  },
  {
    id: 'drop-extension',
    form: 'DROP EXTENSION',
    docs: manual('sql-dropextension.html'),
    speaksOf: ['DropStmt'],
    applies: (action) => nodeAs(action.content, 'DropStmt')?.removeType === 'OBJECT_EXTENSION',
    effects: (action) => {
      const isCascade = nodeAs(action.content, 'DropStmt')?.behavior === 'DROP_CASCADE';
      return {
        phase: 'contract',
        reversible: !isCascade,
        dataLoss: isCascade,
        notes: [
          isCascade
            ? 'Columns of its types go too, as do indexes that use its operators; each such table is locked in ACCESS EXCLUSIVE mode.'
            : 'The server refuses as long as a column or an index uses anything of it.',
        ],
        dependsOn: isCascade ? ['What uses the extension is not followed.'] : [],
      };
    },
    examples: [
      { sql: 'DROP EXTENSION btree_gist' },
      { title: 'nothing uses it', sql: 'DROP EXTENSION btree_gist CASCADE' },
      {
        title: 'an index uses it',
        setup: 'CREATE INDEX i ON plain USING gist (small)',
        sql: 'DROP EXTENSION btree_gist',
        refusedWith: '2BP01',
      },
    ],
  },
];

/** The table or view that becomes a member or ceases to be one; other members lock no relation. */
function member(action: Action, { catalog }: BehaviourContext): readonly QualifiedName[] {
  const statement = nodeAs(action.content, 'AlterExtensionContentsStmt');
  switch (statement?.objtype) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_FOREIGN_TABLE': {
      const written = nameOfParts(statement.object);
      return written === undefined ? [] : [resolveRelation(catalog, written)];
    }
    default:
      return [];
  }
}
