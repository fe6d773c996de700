import type * as vscode from 'vscode';
import type { ApiKey } from '../drafts/apiKey';
import type { DraftParts } from '../drafts/draftMigration';
import type { Server } from '../languageClient';
import type { ReportPanel } from '../report/reportPanel';
import type { FixtureTests } from '../testing/fixtureTests';

/** What commands work with. */
export interface CommandParts {
  readonly server: Server;
  readonly log: vscode.LogOutputChannel;
  readonly tests: FixtureTests;
  readonly reportPanel: ReportPanel;
  readonly drafts: DraftParts;
  readonly apiKey: ApiKey;
  readonly lockPages: { open(script: vscode.Uri): Promise<void> };
}

/** A command as the palette, a lens or another extension calls it. Throws one sentence where it cannot do its work. */
export type Command = (argument?: unknown, position?: unknown) => unknown;
