#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import * as nodeModules from 'node:module';
import path from 'node:path';
import { isatty } from 'node:tty';
import { exitStatus } from './command';
import { runCli } from './runCli';

// From Node.js 22.8 on, what has been compiled once is kept for the next command. Commands are loaded after this.
const { enableCompileCache } = nodeModules as { readonly enableCompileCache?: () => unknown };
enableCompileCache?.();

const packageFolder = path.resolve(import.meta.dirname, '..');
const interruption = new AbortController();

/** The first signal lets the command clean up after itself, a second one ends it at once. */
function interrupt(): void {
  if (interruption.signal.aborted) process.exit(exitStatus.interrupted);
  interruption.abort();
}

process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
// A reader such as `head` may leave before everything is written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const outputTo = (stream: NodeJS.WriteStream & { readonly fd: number }) => ({
  write: (text: string) => void stream.write(text),
  // Not stream.isTTY: that is undefined on a pipe, and to picocolors undefined colours are colours wherever CI is set.
  isTerminal: isatty(stream.fd) && process.env['NO_COLOR'] === undefined,
});

void runCli(process.argv.slice(2), {
  currentFolder: process.cwd(),
  packageFolder,
  version: ownVersion(),
  buildId: buildId(),
  stdout: outputTo(process.stdout),
  stderr: outputTo(process.stderr),
  interrupted: interruption.signal,
}).then((status) => {
  process.off('SIGINT', interrupt);
  process.off('SIGTERM', interrupt);
  process.exitCode = status;
});

function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'));
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return hasVersion ? String(manifest.version) : 'unknown';
}

/** Written by the build. Another Node.js may sort or match texts in another way. */
function buildId(): string | undefined {
  try {
    return `${readFileSync(path.join(import.meta.dirname, 'build-id.txt'), 'utf8')} ${process.version}`;
  } catch {
    return undefined;
  }
}
