import type { BehaviourRow } from '../model';
import { addColumnRows } from './addColumn';
import { alterColumnRows } from './alterColumn';
import { alterColumnTypeRows } from './alterColumnType';
import { alterTableRows } from './alterTable';
import { checkConstraintRows } from './checkConstraints';
import { clusterRows } from './cluster';
import { constraintChangeRows } from './constraintChanges';
import { dataChangeRows } from './dataChanges';
import { dropRows } from './drops';
import { extensionRows } from './extensions';
import { foreignDataRows } from './foreignData';
import { foreignKeyRows } from './foreignKeys';
import { indexRows } from './indexes';
import { inlineConstraintRows } from './inlineConstraints';
import { keyRows } from './keys';
import { maintenanceRows } from './maintenance';
import { objectRows } from './objects';
import { partitionRows } from './partitions';
import { queryRows } from './queries';
import { renameRows } from './renames';
import { replicationRows } from './replication';
import { roleRows } from './roles';
import { rowSecurityRows } from './rowSecurity';
import { sessionRows } from './session';
import { tableRows } from './tables';
import { triggerRows } from './triggers';
import { typeRows } from './types';
import { viewRows } from './views';

/** Rows that a reader looks for in one place. */
export interface RowFamily {
  readonly title: string;
  readonly rows: readonly BehaviourRow[];
}

/**
 * PostgreSQL's behaviour, one row a case. The first row that applies speaks: special forms stand before general ones.
 * A new row is one entry in its family's file, with an example that `npm run test:truth` proves.
 */
export const postgresFamilies: readonly RowFamily[] = [
  // Sub-commands of ALTER TABLE also alter indexes and composite types: those families decide first.
  { title: 'Indexes', rows: indexRows },
  { title: 'Types, domains, routines, sequences and schemas', rows: typeRows },
  { title: 'ALTER TABLE: new columns', rows: [...addColumnRows, ...inlineConstraintRows] },
  { title: 'ALTER TABLE: columns', rows: alterColumnRows },
  { title: 'ALTER TABLE: the type of a column', rows: alterColumnTypeRows },
  { title: 'ALTER TABLE: new constraints', rows: [...checkConstraintRows, ...foreignKeyRows, ...keyRows] },
  { title: 'ALTER TABLE: constraints', rows: constraintChangeRows },
  { title: 'Renames and moves', rows: renameRows },
  { title: 'ALTER TABLE: storage, inheritance and ownership', rows: alterTableRows },
  { title: 'Partitions', rows: partitionRows },
  { title: 'Row-level security', rows: rowSecurityRows },
  { title: 'Triggers and rules', rows: triggerRows },
  { title: 'CREATE TABLE and TRUNCATE', rows: tableRows },
  { title: 'DROP', rows: dropRows },
  { title: 'Views', rows: viewRows },
  { title: 'Data', rows: dataChangeRows },
  { title: 'Queries', rows: queryRows },
  { title: 'Maintenance and statistics', rows: maintenanceRows },
  { title: 'Roles and privileges', rows: roleRows },
  { title: 'Extensions', rows: extensionRows },
  { title: 'Operators, collations, text search, languages and event triggers', rows: objectRows },
  { title: 'Foreign data', rows: foreignDataRows },
  { title: 'Logical replication', rows: replicationRows },
  { title: 'The whole server', rows: clusterRows },
  { title: 'Comments, sessions and blocks', rows: sessionRows },
];

export const postgresRows: readonly BehaviourRow[] = postgresFamilies.flatMap(({ rows }) => rows);
