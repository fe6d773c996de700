import path from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { PromptText } from '../../drafts/prompts';
import { loadPostgresParser } from '../../sql';
import { readBuiltInPrompts } from '../builtInPrompts';
import { startServer } from './server';
import { forkRehearsal } from './testRuns';

/**
 * Serves one editor over the transport that the process's arguments name: --stdio, --node-ipc or --socket=port. The
 * process ends when the editor says so or goes away. `distFolder` holds the bundles, the rehearsal's among them.
 */
export function serveLanguage(distFolder: string): void {
  const rehearsal = path.join(distFolder, 'rehearsal.js');
  let prompts: readonly PromptText[] | undefined;
  startServer(createConnection(ProposedFeatures.all), {
    prepare: loadPostgresParser,
    runTest: (job, onEvent, signal) => forkRehearsal(rehearsal, job, onEvent, signal),
    builtInPrompts: () => (prompts ??= readBuiltInPrompts(path.dirname(distFolder))),
  });
}
