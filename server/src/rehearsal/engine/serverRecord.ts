import { readFile } from 'node:fs/promises';
import { clusterFiles } from './slotFolders';

/** The note beside a cluster about the server that runs, or last ran, on it. */
export interface ServerRecord {
  /** The boot of the machine in which the server was started. */
  readonly boot: string;
  /** 0 while the server is being started. */
  readonly port: number;
  /** Whether the server stays on after its command. */
  readonly kept: boolean;
}

/** Reads the note; undefined when there is none, and with an unknown boot when it cannot be understood. */
export async function readServerRecord(slotFolder: string): Promise<ServerRecord | undefined> {
  const text = await readFile(clusterFiles(slotFolder).record, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (isServerRecord(value)) return value;
  } catch {
    // Falls through: a damaged note proves that something went wrong while the server ran.
  }
  return { boot: 'unreadable', port: 0, kept: false };
}

function isServerRecord(value: unknown): value is ServerRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'boot' in value &&
    typeof value.boot === 'string' &&
    'port' in value &&
    typeof value.port === 'number' &&
    'kept' in value &&
    typeof value.kept === 'boolean'
  );
}
