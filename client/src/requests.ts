import {
  agentRulesRequest,
  agentToolRequest,
  checkDraftRequest,
  draftContextRequest,
  dropFixturesRequest,
  explainRequest,
  migrationRecordRequest,
  migrationsRequest,
  policyRequest,
  projectChangedNotification,
  promptSnippetsRequest,
  recordDraftRequest,
  reportRequest,
  rewriteRequest,
  testProgressNotification,
  testRequest,
  type AgentRulesParams,
  type AgentRulesResult,
  type AgentToolParams,
  type AgentToolResult,
  type CheckDraftParams,
  type CheckDraftResult,
  type DraftContextParams,
  type DraftContextResult,
  type DropFixturesResult,
  type ExplainParams,
  type ExplainResult,
  type MigrationRecordParams,
  type MigrationRecordResult,
  type MigrationsParams,
  type MigrationsResult,
  type PolicyParams,
  type PolicyResult,
  type ProjectChangedParams,
  type PromptSnippetsParams,
  type PromptSnippetsResult,
  type RecordDraftParams,
  type RecordDraftResult,
  type ReportParams,
  type ReportResult,
  type RewriteParams,
  type RewriteResult,
  type TestParams,
  type TestProgressParams,
  type TestResult,
} from '@tenantsafe/server/protocol';
import { NotificationType, RequestType } from 'vscode-languageclient/node';

/** Tenantsafe's own messages, with their types. */
export const agentRules = new RequestType<AgentRulesParams, AgentRulesResult, undefined>(agentRulesRequest);
export const agentTool = new RequestType<AgentToolParams, AgentToolResult, undefined>(agentToolRequest);
export const checkDraft = new RequestType<CheckDraftParams, CheckDraftResult, undefined>(checkDraftRequest);
export const draftContext = new RequestType<DraftContextParams, DraftContextResult, undefined>(
  draftContextRequest,
);
export const dropFixtures = new RequestType<object, DropFixturesResult, undefined>(dropFixturesRequest);
export const explain = new RequestType<ExplainParams, ExplainResult | null, undefined>(explainRequest);
export const migrationRecord = new RequestType<MigrationRecordParams, MigrationRecordResult, undefined>(
  migrationRecordRequest,
);
export const migrations = new RequestType<MigrationsParams, MigrationsResult, undefined>(migrationsRequest);
export const policy = new RequestType<PolicyParams, PolicyResult | null, undefined>(policyRequest);
export const promptSnippets = new RequestType<PromptSnippetsParams, PromptSnippetsResult, undefined>(
  promptSnippetsRequest,
);
export const recordDraft = new RequestType<RecordDraftParams, RecordDraftResult, undefined>(
  recordDraftRequest,
);
export const report = new RequestType<ReportParams, ReportResult, undefined>(reportRequest);
export const rewrite = new RequestType<RewriteParams, RewriteResult, undefined>(rewriteRequest);
export const test = new RequestType<TestParams, TestResult, undefined>(testRequest);
export const projectChanged = new NotificationType<ProjectChangedParams>(projectChangedNotification);
export const testProgress = new NotificationType<TestProgressParams>(testProgressNotification);
