// Installs the project's packages when they are not there, or when the lock file has changed since.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const stamp = path.join(root, 'node_modules', '.tenantsafe-installed');

/** Runs `npm ci` once for each state of the lock file. Its output goes to stderr, results alone belong on stdout. */
export function installPackages() {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing packages …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

/** Runs a command in the project's root and ends this process with its exit status when it fails. */
export function run(command, args, options = {}) {
  const shell = process.platform === 'win32';
  const { status, signal, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['inherit', 2, 2],
    shell,
    ...options,
  });
  if (error !== undefined) throw error;
  if (signal !== null) process.exit(130);
  if (status !== 0) process.exit(status ?? 1);
}
