import type { GateResult } from '../../drafts/gateResult';
import type { RehearsalResult } from '../../rehearsal/result';

/**
 * Tenantsafe's own messages beside standard LSP, shared with every client. Documented one by one in docs/protocol.md.
 * Positions are those of LSP: zero-based lines and UTF-16 code units.
 */

export interface WirePosition {
  line: number;
  character: number;
}

export interface WireRange {
  start: WirePosition;
  end: WirePosition;
}

/** `source` of every diagnostic. */
export const diagnosticSource = 'tenantsafe';

/** Kind of the code action that applies every fix that keeps the migration's meaning. */
export const fixAllKind = 'source.fixAll.tenantsafe';

/**
 * Commands that code lenses and code actions name and the client carries out, each with the file's URI as its first
 * argument, and `draftMigration` with a position in the prompt block as its second. They are not among the server's own
 * commands.
 */
export const clientCommands = {
  testOnFixtureTenants: 'tenantsafe.testOnFixtureTenants',
  explainLocks: 'tenantsafe.explainLocks',
  draftMigration: 'tenantsafe.draftMigration',
} as const;

/** `workspace/executeCommand` with a rule page's URL as its only argument: the server asks the client to show the page. */
export const showDocumentationCommand = 'tenantsafe.showDocumentation';

/** What a diagnostic carries in `data`, so that code actions need no memory in the server. */
export interface DiagnosticData {
  v: 1;
  ruleId: string;
  fixes: WireFix[];
  /** The title of a fix that is worked out when the code action is resolved; `fixes` is empty then. */
  fixOnDemand?: string;
  ignoreLine: WireEdit | null;
  ignoreFile: WireEdit | null;
}

export interface WireFix {
  title: string;
  preferred: boolean;
  edits: WireEdit[];
}

export interface WireEdit {
  uri: string;
  range: WireRange;
  newText: string;
  /** The file does not exist yet and is created with `newText`. */
  create?: true;
}

/** `tenantsafe/migrations`: the ordered project model of one workspace folder. */
export const migrationsRequest = 'tenantsafe/migrations';
export interface MigrationsParams {
  folderUri: string;
}
export interface MigrationsResult {
  migrations: WireMigration[];
  problems: { uri: string; range: WireRange; message: string }[];
}
export interface WireMigration {
  uri: string;
  version: string;
  title: string;
  framework: string;
  downUri: string | null;
  /**
   * `replayed` lies before the policy's baseline; `outside` belongs to no migration folder, is open in the editor, and
   * is judged as the next migration after the whole history.
   */
  standing: 'linted' | 'replayed' | 'outside';
}

/** `tenantsafe/policy`: the policy in force of one workspace folder, and the policy file that its history suggests. */
export const policyRequest = 'tenantsafe/policy';
export interface PolicyParams {
  folderUri: string;
}
export interface PolicyResult {
  /** The policy file in force; null where the policy is wholly inferred. */
  uri: string | null;
  /** What it comes to in a few words, such as `PostgreSQL 16, rows by tenant_id, Flyway`. */
  summary: string;
  /** The file that *Create Policy File* writes: what was inferred, with the reasons as comments. */
  proposed: { uri: string; text: string };
  /** What the history leaves open about tenants; null where it is clear or a policy file answers it. To be asked once. */
  question: { text: string; choices: { title: string; policyText: string }[] } | null;
  /** How tenants are kept apart; null where neither a policy file nor the history says. */
  tenancy: 'row' | 'schema' | 'database' | null;
  /** What the policy says about drafts. */
  drafts: { model: string; repairs: number; send: 'schema' | 'nothing' };
}

/** `tenantsafe/rewrite`: larger rewrites of a migration as edits, for a client to carry out once its user has chosen one. */
export const rewriteRequest = 'tenantsafe/rewrite';
export interface RewriteParams {
  uri: string;
  /** The change to split; of no meaning for a rollback, which is about the whole migration. */
  position: WirePosition;
  kind: 'split' | 'rollback';
}
export interface RewriteResult {
  /** Ways to do it, the plain one first; empty where there is nothing to do. */
  offers: WireRewrite[];
  /** Why it cannot be done, in one sentence. */
  refused: string | null;
}
export interface WireRewrite {
  title: string;
  edits: WireEdit[];
  /** What the rewrite does not bring about, such as rows that a rollback does not bring back; one clause each. */
  limits: string[];
}

/** `tenantsafe/projectChanged`: from the server: migrations or policy of a folder are no longer what was last asked. */
export const projectChangedNotification = 'tenantsafe/projectChanged';
export interface ProjectChangedParams {
  folderUri: string;
}

/** `tenantsafe/explain`: what each statement of a file does; the result is the `explain` JSON of the command line. */
export const explainRequest = 'tenantsafe/explain';
export interface ExplainParams {
  uri: string;
}
export interface ExplainResult {
  formatVersion: 1;
  /** One entry, that of the file asked for. */
  files: WireExplainedFile[];
}
export interface WireExplainedFile {
  path: string;
  engine: string;
  version: string;
  transaction: 'per-file' | 'none';
  statements: WireExplainedStatement[];
}
export interface WireExplainedStatement {
  index: number;
  range: WireRange;
  kind: string;
  phase: 'expand' | 'backfill' | 'contract' | null;
  locks: { relation: string; mode: string; blocks: ('reads' | 'writes')[] }[];
  rewrites: string[];
  scans: string[];
  rebuildsIndexes: string[];
  transactional: boolean;
  reversible: boolean;
  dataLoss: boolean;
  createdHere: string[];
  confidence: 'exact' | 'depends';
  notes: string[];
  docs: string[];
}

/** The five shapes, in the order in which they are shown. With copies, a tenant's name starts with its shape's. */
export const fixtureTenants = ['minimal', 'large', 'edge', 'legacy', 'empty'] as const;

/** `tenantsafe/testOnFixtureTenants`: runs a migration and its rollback on fixture tenants, streaming partial results. */
export const testRequest = 'tenantsafe/testOnFixtureTenants';
export interface TestParams {
  uri: string;
  /** Names of the tenants to run; all five where absent. */
  tenants?: string[];
  keep?: boolean;
  /** Folder for the evidence; none is written where absent. */
  evidenceFolder?: string;
  /** Ties `tenantsafe/testProgress` notifications to this request. */
  runId: string;
  /** Progress is reported on this token; without one the server shows a progress of its own where the client can. */
  workDoneToken?: string | number;
}
/**
 * The answer to a test that could run. One that could not start (no server, no such file, invalid policy) is answered
 * with an error whose message says what is missing and what to do.
 */
export interface TestResult {
  result: RehearsalResult;
  scripts: { up: WireScript; down: WireScript | null };
  /** The folder of the evidence; null where none was asked for. */
  evidenceUri: string | null;
  /** libpq URLs of the databases that stayed because `keep` was asked for. */
  kept: string[];
}
/** Where the statements that `result` counts stand, in the text that was run. */
export interface WireScript {
  uri: string;
  statements: WireRange[];
}
export type { RehearsalResult };

/** `tenantsafe/testProgress`: a step of a running test, from the server to the client. */
export const testProgressNotification = 'tenantsafe/testProgress';
export interface TestProgressParams {
  runId: string;
  event: WireTestEvent;
}

export type WireTestEvent =
  | { kind: 'phase'; message: string }
  | { kind: 'tenantStarted'; tenant: string }
  | {
      kind: 'statement';
      tenant: string;
      direction: 'up' | 'down';
      index: number;
      of: number;
      elapsedMs: number;
    }
  | { kind: 'tenantFinished'; tenant: string; verdict: 'passed' | 'failed' | 'skipped' | 'errored' };

/** `tenantsafe/report`: the report that belongs to a folder of evidence, to show in a panel. */
export const reportRequest = 'tenantsafe/report';
export interface ReportParams {
  /** The folder that holds `result.json`. */
  evidenceUri: string;
}
export interface ReportResult {
  title: string;
  /** HTML for the body: no script, no style, nothing from elsewhere, everything from SQL escaped. */
  body: string;
  /** The style sheet for it; colours follow the editor's theme variables where they are there. */
  stylesheet: string;
}

/** `tenantsafe/promptSnippets`: the prompt snippets of a folder, the team's own from `.tenantsafe/prompts` included. */
export const promptSnippetsRequest = 'tenantsafe/promptSnippets';
export interface PromptSnippetsParams {
  folderUri: string;
  /** Those whose answer is of this sort; drafts where it is absent. */
  answer?: WirePromptAnswer;
}
/** A draft object, the review of a migration that is there, or a script that runs migrations. */
export type WirePromptAnswer = 'draft' | 'review' | 'script';
export interface PromptSnippetsResult {
  snippets: WirePromptSnippet[];
  /** What is wrong with a team's own snippets. */
  problems: { uri: string; range: WireRange; message: string }[];
}
export interface WirePromptSnippet {
  id: string;
  version: number;
  title: string;
  /** When to use it, in a sentence. */
  use: string;
  answer: WirePromptAnswer;
  /** What a form asks for. */
  inputs: WirePromptInput[];
  /** The prompt block that this snippet expands to, as an LSP snippet with tab stops. */
  block: string;
}
export interface WirePromptInput {
  key: string;
  title: string;
  required: boolean;
  /** Filled in from the policy or the schema; empty where nothing suggests itself. */
  proposed: string;
  /** What may be chosen, such as the tables of the schema; empty where anything may be typed. */
  choices: string[];
}

/** `tenantsafe/draftContext`: the exact prompt that a model would be sent, from a prompt block or from a form. */
export const draftContextRequest = 'tenantsafe/draftContext';
export interface DraftContextParams {
  /** The file with the prompt block; for a form any file of the folder, or the folder. */
  uri: string;
  request:
    | { kind: 'block'; position: WirePosition }
    | { kind: 'form'; snippet: string; inputs: Record<string, string> };
}
export interface DraftContextResult {
  /** Null where the request has faults, which `problems` names beside what is only worth knowing. */
  prompt: WireDraftPrompt | null;
  /** One sentence each. */
  problems: string[];
}
export interface WireDraftPrompt {
  snippet: { id: string; version: number; sha256: string };
  inputs: Record<string, string>;
  /** Rules of the answer and of the project's policy, without a name of its schema; the same for all drafts of a project. */
  instructions: string;
  /** Schema, style, and what the approved shapes do, as canonical JSON marked as data; null where `drafts.send` is `nothing`. */
  schema: string | null;
  /** What is asked for. */
  request: string;
  /** The JSON Schema of the answer. */
  answerSchema: Record<string, unknown>;
  /** From the policy's `drafts`. */
  model: string;
  repairs: number;
  /** Of instructions, schema and request together. */
  sha256: string;
  /** Of the schema that the prompt speaks of, sent or not. */
  schemaSha256: string;
  policySha256: string;
}

/** `tenantsafe/checkDraft`: the gate that drafts pass, and the files that an accepted one becomes. */
export const checkDraftRequest = 'tenantsafe/checkDraft';
export interface CheckDraftParams {
  /**
   * Any file of the folder, or the folder. The first migration goes into a file that holds a prompt block, no statement,
   * and is the newest.
   */
  uri: string;
  /** A draft object, not trusted to be one. */
  draft: unknown;
  /** The draft that this one repairs: a repair may not suppress, weaken the policy or drop a phase. */
  repairs?: unknown;
  /** Run the accepted draft on the fixture tenants as well. */
  rehearse?: boolean;
  /** Ties `tenantsafe/testProgress` notifications of the rehearsal to this request. */
  runId?: string;
}
export interface CheckDraftResult {
  gate: GateResult;
  /** The files of the draft as they would be written; empty where it is no draft object or has no phases. */
  files: WireDraftFile[];
  questions: string[];
  /** The findings as facts for the model, one line each; empty where there are none. */
  facts: string[];
}
export interface WireDraftFile {
  uri: string;
  text: string;
  /** Index of the phase. */
  phase: number;
  direction: 'up' | 'down';
}
export type { GateResult };

/** `tenantsafe/recordDraft`: writes `draft.json` into the evidence of the migration that a draft has become. */
export const recordDraftRequest = 'tenantsafe/recordDraft';
export interface RecordDraftParams {
  /** The folder. */
  uri: string;
  record: WireDraftRecord;
}
export interface RecordDraftResult {
  /** The files that were written, `draft.json` of each migration. */
  uris: string[];
}
/** How a draft came to be: never row data, never a key. */
export interface WireDraftRecord {
  prompt: WireDraftPrompt;
  provider: string;
  model: string;
  /** Each answer of the model with what the gate said of it, the accepted one last. */
  rounds: WireDraftRound[];
  decision: 'accepted' | 'edited' | 'rejected';
  /** The draft object that the person decided about; of no meaning where it was rejected. */
  draft: unknown;
  /** As they were generated; later edits by people are found by comparison. */
  files: WireDraftFile[];
}
export interface WireDraftRound {
  requestId: string | null;
  answerSha256: string;
  stopReason: string;
  usage: WireDraftUsage | null;
  gate: GateResult | null;
}
export interface WireDraftUsage {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
}

/** `tenantsafe/agentTool`: calls one of the tools that `tenantsafe mcp` serves, for an editor's own agents. */
export const agentToolRequest = 'tenantsafe/agentTool';
export interface AgentToolParams {
  folderUri: string;
  /** The tool's name, such as `lint_migration`. */
  tool: string;
  /** Its input, not trusted to be one. */
  input: unknown;
  /** Ties `tenantsafe/testProgress` notifications of a run to this request. */
  runId?: string;
}
export interface AgentToolResult {
  /** Null where the call cannot be answered. */
  answer: Record<string, unknown> | null;
  /** Why not, in one sentence for the agent. */
  refused: string | null;
}

/** `tenantsafe/agentRules`: the files in which agents read how this project's migrations are written. */
export const agentRulesRequest = 'tenantsafe/agentRules';
export interface AgentRulesParams {
  folderUri: string;
}
export interface AgentRulesResult {
  files: WireAgentRuleFile[];
}
export interface WireAgentRuleFile {
  reader: 'agents' | 'copilot' | 'cursor' | 'skill';
  uri: string;
  /** The whole text; what people wrote around a generated section is in it. */
  text: string;
  state: 'missing' | 'outdated' | 'current';
}

/** `tenantsafe/dropFixtures`: stops kept fixture servers, and drops their databases and all finished fixtures. */
export const dropFixturesRequest = 'tenantsafe/dropFixtures';
export interface DropFixturesResult {
  /** How many fixture servers were left alone because a test is running on them. */
  inUse: number;
}

/**
 * `tenantsafe/migrationRecord`: compares the files of a migration with what was generated, and writes `record.md` into its
 * evidence, from the evidence that is there.
 */
export const migrationRecordRequest = 'tenantsafe/migrationRecord';
export interface MigrationRecordParams {
  /** The migration or its rollback. */
  uri: string;
}
export interface MigrationRecordResult {
  /** The record that was written. */
  uri: string;
}
