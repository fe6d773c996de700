// One window of desktop VS Code, downloaded once; the same test files as in the browser.
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from './projectRoot.mjs';
import { versions } from './versions.mjs';

/** Whether desktop VS Code can be had here: its download server answers, and there is a display to open a window on. */
export async function canUseDesktop() {
  if (process.platform === 'linux' && process.env.DISPLAY === undefined) return false;
  try {
    const answer = await fetch('https://update.code.visualstudio.com/api/releases/stable', {
      signal: AbortSignal.timeout(5000),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Opens a window under test. `ended` gives its exit code, `close` ends it before that. */
export async function openDesktopWindow({ folder, testsFile, trusted, debug }) {
  const program = await downloadAndUnzipVSCode({
    version: versions.desktop,
    cachePath: path.join(projectRoot, '.vscode-test'),
  });
  const vscode = spawn(
    program,
    [
      folder.workspace,
      `--extensionDevelopmentPath=${projectRoot}`,
      `--extensionTestsPath=${testsFile}`,
      ...['--user-data-dir', folder.data, '--extensions-dir', path.join(folder.root, 'extensions')],
      ...['--skip-welcome', '--skip-release-notes', '--disable-updates', '--disable-gpu-sandbox'],
      ...(trusted ? ['--disable-workspace-trust'] : []),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    { env: { ...process.env, ...folder.environment }, stdio: debug ? 'inherit' : 'ignore' },
  );
  const kill = () => vscode.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise((resolve, reject) => {
    vscode.once('error', reject);
    vscode.once('exit', (status) => resolve(status ?? 1));
  });
  const close = async () => {
    if (vscode.exitCode === null) kill();
    await ended.catch(() => undefined);
    process.off('exit', kill);
  };
  return { ended, close };
}
