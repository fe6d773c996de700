import type * as vscode from 'vscode';
import { registerLanguageModelTools } from './agents/languageModelTools';
import { provideMcpServers } from './agents/mcpServers';
import { registerCommands } from './commands';
import { createApiKey } from './drafts/apiKey';
import { createDraftPages } from './drafts/draftPages';
import { createDraftReviews } from './drafts/draftReviews';
import { createModelChoice } from './drafts/modelChoice';
import { offerSaferForms } from './drafts/reviews/saferFormActions';
import { createServer, type Server } from './languageClient';
import { createLockPages } from './locks/lockPages';
import { createLog } from './log';
import { createPolicyStatus } from './policyStatus';
import { createReportPanel } from './report/reportPanel';
import { createFixtureTests } from './testing/fixtureTests';

let running: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const server = createServer(context, log);
  running = server;
  const tests = createFixtureTests(context, server, log);
  const reportPanel = createReportPanel(context, server);
  const lockPages = createLockPages(context, server);
  createPolicyStatus(context, server, log);
  registerLanguageModelTools(context, server);
  provideMcpServers(context);
  const apiKey = createApiKey(context);
  const pages = createDraftPages(context);
  const models = createModelChoice(apiKey, log);
  const drafts = { context, server, log, models, pages, reviews: createDraftReviews(pages) };
  offerSaferForms(context);
  registerCommands(context, { server, log, tests, reportPanel, lockPages, drafts, apiKey });
  context.subscriptions.push(log);
}

/** VS Code waits for what this returns: the server, and a test that runs for it, end with the window. */
export async function deactivate(): Promise<void> {
  await running?.stop();
}
