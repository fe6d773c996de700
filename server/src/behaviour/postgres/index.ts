import type { BehaviourRow } from '../model';
import { addColumnRows } from './addColumn';
import { alterColumnRows } from './alterColumn';
import { alterColumnTypeRows } from './alterColumnType';
import { alterTableRows } from './alterTable';
import { checkConstraintRows } from './checkConstraints';
import { constraintChangeRows } from './constraintChanges';
import { dataChangeRows } from './dataChanges';
import { dropRows } from './drops';
import { foreignKeyRows } from './foreignKeys';
import { indexRows } from './indexes';
import { inlineConstraintRows } from './inlineConstraints';
import { keyRows } from './keys';
import { maintenanceRows } from './maintenance';
import { partitionRows } from './partitions';
import { queryRows } from './queries';
import { renameRows } from './renames';
import { rowSecurityRows } from './rowSecurity';
import { sessionRows } from './session';
import { tableRows } from './tables';
import { triggerRows } from './triggers';
import { typeRows } from './types';
import { viewRows } from './views';

/**
 * PostgreSQL's behaviour, one row a case. The first row that applies speaks: special forms stand before general ones.
 * A new row is one entry in its family's file, with an example that `npm run test:truth` proves.
 */
export const postgresRows: readonly BehaviourRow[] = [
  // Sub-commands of ALTER TABLE also alter indexes and composite types: those families decide first.
  ...indexRows,
  ...typeRows,
  ...addColumnRows,
  ...inlineConstraintRows,
  ...alterColumnRows,
  ...alterColumnTypeRows,
  ...checkConstraintRows,
  ...foreignKeyRows,
  ...keyRows,
  ...constraintChangeRows,
  ...renameRows,
  ...alterTableRows,
  ...partitionRows,
  ...rowSecurityRows,
  ...triggerRows,
  ...tableRows,
  ...dropRows,
  ...viewRows,
  ...dataChangeRows,
  ...queryRows,
  ...maintenanceRows,
  ...sessionRows,
];
