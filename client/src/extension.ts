import type * as vscode from 'vscode';
import { registerLanguageModelTools } from './agents/languageModelTools';
import { provideMcpServers } from './agents/mcpServers';
import { registerCommands } from './commands';
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
  registerCommands(context, { server, log, tests, reportPanel, lockPages });
  context.subscriptions.push(log);
}

/** VS Code waits for what this returns: the server, and a test that runs for it, end with the window. */
export async function deactivate(): Promise<void> {
  await running?.stop();
}
