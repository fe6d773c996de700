import { explainStatement } from '../behaviour';
import { applyStatement, runBlock } from '../catalog';
import { parseSqlFile } from '../sql';
import type { EngineReading } from './review';

/** How Tenantsafe reads PostgreSQL. */
export const postgresReading: EngineReading = {
  parse: parseSqlFile,
  apply: applyStatement,
  explain: explainStatement,
  runBlock,
};
