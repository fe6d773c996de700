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

/** What a diagnostic carries in `data`, so that code actions need no memory in the server. */
export interface DiagnosticData {
  v: 1;
  ruleId: string;
  fixes: WireFix[];
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
  /** Whether it lies after the policy's baseline. */
  linted: boolean;
}

/** `tenantsafe/explain`: what each statement of a file does; the result is the `explain` JSON of the command line. */
export const explainRequest = 'tenantsafe/explain';
export interface ExplainParams {
  uri: string;
}

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
}

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
