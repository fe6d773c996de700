import { describeTenancy } from './describeTenancy';
import { explainStatement } from './explainStatement';
import { generateRollback } from './generateRollback';
import { getSchemaContext } from './getSchemaContext';
import { lintMigration } from './lintMigration';
import { listPromptSnippets } from './listPromptSnippets';
import { splitMigration } from './splitMigration';
import { testOnFixtureTenants } from './testOnFixtureTenants';
import type { AgentTool } from './tool';

/** Every tool for agents, in the order in which a migration is written. */
export const agentTools: readonly AgentTool[] = [
  describeTenancy,
  getSchemaContext,
  listPromptSnippets,
  explainStatement,
  lintMigration,
  splitMigration,
  generateRollback,
  testOnFixtureTenants,
];

export { CannotAnswer, type AgentTool, type Desk, type FixtureJob, type ToolAnswer } from './tool';
