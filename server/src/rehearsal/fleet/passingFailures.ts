import type { Client } from 'pg';
import type { StatementFailure } from '../run/executeScript';

/**
 * How an attempt ended: `passing` may go well the next time, after which the server had undone it; so may `lost`, but
 * nobody heard whether it was committed.
 */
export type FailureKind = 'passing' | 'lost' | 'lasting';

/** What another session or the network was to blame for is worth another attempt. */
export async function kindOfFailure(failure: StatementFailure, session: Client): Promise<FailureKind> {
  const { code } = failure;
  if (code === undefined) return (await answers(session)) ? 'lasting' : 'lost';
  if (passingCodes.has(code)) return 'passing';
  return code.startsWith('08') || endedByServer.has(code) ? 'lost' : 'lasting';
}

/** Lock not available (`lock_timeout`), deadlock, serialization failure. */
const passingCodes: ReadonlySet<string> = new Set(['55P03', '40P01', '40001']);

/** The server shut down, crashed or ended the session, or has just started. */
const endedByServer: ReadonlySet<string> = new Set(['57P01', '57P02', '57P03']);

async function answers(session: Client): Promise<boolean> {
  try {
    await session.query('select');
    return true;
  } catch {
    return false;
  }
}
