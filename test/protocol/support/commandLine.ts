import { spawn } from 'node:child_process';
import path from 'node:path';
import { bundlePath, ReadableBundles } from './bundle';

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  /** Runs as this user, for what root may do and others may not. */
  readonly userId?: number;
}

/** Runs the real command line to its end. */
export async function tenantsafe(
  argumentList: readonly string[],
  { cwd, userId }: CommandOptions,
): Promise<CommandResult> {
  using readable = userId === undefined ? undefined : new ReadableBundles();
  const child = spawn(process.execPath, [readable?.cli ?? bundlePath('cli'), ...argumentList], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    // What a run keeps goes away with its workspace, unless the test has named a place for it.
    env: { TENANTSAFE_CACHE: path.join(cwd, '.cache'), ...process.env },
    ...(userId === undefined ? {} : { uid: userId, gid: userId }),
  });
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  return { status, stdout: await stdout, stderr: await stderr };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk.toString();
  return text;
}
