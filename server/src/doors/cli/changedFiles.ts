import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CannotRun } from './command';

const run = promisify(execFile);

/**
 * Files below `folder` that differ from a git revision, new ones that git does not know yet included, relative to the
 * folder. Throws `CannotRun` where there is no git, no repository, or no such revision.
 */
export async function changedSince(folder: string, revision: string): Promise<ReadonlySet<string>> {
  // The revision must not be read as an option, whatever it looks like.
  const commit = (
    await git(folder, revision, [
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${revision}^{commit}`,
    ])
  ).trim();
  const changed = await git(folder, revision, [
    'diff',
    '--name-only',
    '-z',
    '--relative',
    '--diff-filter=d',
    commit,
    '--',
    '.',
  ]);
  const untracked = await git(folder, revision, [
    'ls-files',
    '--others',
    '--exclude-standard',
    '-z',
    '--',
    '.',
  ]);
  return new Set(`${changed}${untracked}`.split('\0').filter((file) => file !== ''));
}

async function git(folder: string, revision: string, options: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run('git', [...options], { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    throw new CannotRun(
      `--since ${revision} cannot be compared with (${reasonOf(error)}): name a revision of the git repository around ${folder}.`,
    );
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ENOENT') return 'git is not installed';
  const complaint = 'stderr' in error ? String(error.stderr).trim().split('\n')[0] : undefined;
  return complaint === undefined || complaint === '' ? 'there is no such revision' : complaint;
}
