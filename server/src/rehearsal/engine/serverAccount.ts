import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { EngineError } from './errors';

const run = promisify(execFile);

/** The operating system account that runs the server: PostgreSQL refuses to run as root. */
export type ServerAccount =
  | { readonly kind: 'same'; readonly name: string }
  | { readonly kind: 'other'; readonly name: string; readonly uid: number; readonly gid: number };

/** Whether this process runs as root. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/**
 * Chooses the account: the current one, or for root an unprivileged one (`postgres`, else `nobody`).
 *
 * @throws EngineError when root has neither, or when the current user id has no account: initdb then fails with
 *   "could not look up effective user ID".
 */
export async function chooseServerAccount(): Promise<ServerAccount> {
  if (!isRoot()) return { kind: 'same', name: currentUserName() };
  for (const name of ['postgres', 'nobody']) {
    const account = await lookUp(name);
    if (account !== undefined) return account;
  }
  throw new EngineError(
    'PostgreSQL does not run as root and neither the user "postgres" nor "nobody" exists: create one (useradd --system postgres) or run as another user.',
  );
}

/** The part of spawn options that makes a process run as the account. */
export function accountOptions(account: ServerAccount): { uid?: number; gid?: number } {
  switch (account.kind) {
    case 'same':
      return {};
    case 'other':
      return { uid: account.uid, gid: account.gid };
  }
}

function currentUserName(): string {
  try {
    return userInfo().username;
  } catch {
    const uid = String(process.geteuid?.() ?? 'unknown');
    throw new EngineError(
      `PostgreSQL cannot run as user id ${uid} because the system has no account with that id: add a line for it to /etc/passwd (OpenShift: echo "app:x:${uid}:0::/tmp:/sbin/nologin" >> /etc/passwd) or run as a user that exists.`,
    );
  }
}

async function lookUp(name: string): Promise<ServerAccount | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    const account = { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    return account.uid === 0 ? undefined : { kind: 'other', name, ...account };
  } catch {
    return undefined;
  }
}
