// Everything that one window needs and leaves: a copy of the sample workspace, VS Code's data, our cache, temporary files.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from './projectRoot.mjs';

/** Settings of every window under test: nothing of VS Code's own that talks, counts or asks. */
const settings = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
};

/**
 * @param {string} sample name of a folder in test/workspaces
 * @param {Record<string, unknown>} moreSettings
 */
export function makeRunFolder(sample, moreSettings = {}) {
  const root = mkdtempSync(path.join(os.tmpdir(), 'tenantsafe-e2e-'));
  // The fixture server of a run as root belongs to another account, which has to pass through.
  chmodSync(root, 0o755);
  const folder = {
    root,
    workspace: path.join(root, sample),
    data: path.join(root, 'data'),
    results: path.join(root, 'results.json'),
    temporary: path.join(root, 'tmp'),
    /** Environment that ties every process to this folder, and keeps what it writes inside. */
    environment: {
      TENANTSAFE_CACHE: path.join(root, 'cache'),
      TENANTSAFE_E2E_RESULTS: path.join(root, 'results.json'),
      TENANTSAFE_E2E_WORKSPACE: path.join(root, sample),
      TMPDIR: path.join(root, 'tmp'),
      HOME: path.join(root, 'home'),
    },
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
  };
  for (const made of [folder.data, folder.temporary, folder.environment.HOME]) mkdirSync(made);
  cpSync(path.join(projectRoot, 'test', 'workspaces', sample), folder.workspace, { recursive: true });
  mkdirSync(path.join(folder.workspace, '.vscode'), { recursive: true });
  writeFileSync(
    path.join(folder.workspace, '.vscode', 'settings.json'),
    `${JSON.stringify({ ...settings, ...moreSettings }, null, 2)}\n`,
  );
  return folder;
}
