import { describeTenancy } from './describeTenancy';
import { explainStatement } from './explainStatement';
import { generateRollback } from './generateRollback';
import { lintMigration } from './lintMigration';
import { splitMigration } from './splitMigration';
import { testOnFixtureTenants } from './testOnFixtureTenants';
import type { AgentTool } from './tool';

/** Every tool for agents, in the order in which a migration is written. */
export const agentTools: readonly AgentTool[] = [
  describeTenancy,
  explainStatement,
  lintMigration,
  splitMigration,
  generateRollback,
  testOnFixtureTenants,
];

export { CannotAnswer, type AgentTool, type Desk, type FixtureJob, type ToolAnswer } from './tool';
