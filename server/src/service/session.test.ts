import { beforeAll, describe, expect, it } from 'vitest';
import type { TransactionMode } from '../project';
import { loadPostgresParser, parseSqlFile } from '../sql';
import { sessionAfter, sessionFor, settingsInForce, type Session } from './session';

beforeAll(loadPostgresParser);

/** Runs a script in which every ALTER TABLE takes ACCESS EXCLUSIVE on `public.t`. */
function sessionAtEndOf(sql: string, transaction: TransactionMode = 'per-file'): Session {
  return parseSqlFile(sql).statements.reduce((session, statement) => {
    const locks = statement.text.startsWith('alter')
      ? [{ relation: 'public.t', mode: 'ACCESS EXCLUSIVE' as const }]
      : [];
    return sessionAfter(session, statement, locks);
  }, sessionFor(transaction));
}

const lockTimeoutAfter = (sql: string, transaction?: TransactionMode) =>
  settingsInForce(sessionAtEndOf(sql, transaction)).get('lock_timeout');

describe('settings in force', () => {
  it.each([
    ['SET holds', "set lock_timeout = '2s'", '2s'],
    ['numbers are kept as written', 'set lock_timeout to 2000', '2000'],
    ['RESET takes it back', "set lock_timeout = '2s'; reset lock_timeout", undefined],
    ['RESET ALL takes everything back', "set lock_timeout = '2s'; reset all", undefined],
    ['DISCARD ALL takes everything back', "set lock_timeout = '2s'; discard all", undefined],
    ['SET TO DEFAULT takes it back', "set lock_timeout = '2s'; set lock_timeout to default", undefined],
    ['SET LOCAL hides SET', "set lock_timeout = '9s'; set local lock_timeout = '1s'", '1s'],
    [
      'SET LOCAL ends with its transaction',
      "set lock_timeout = '9s'; set local lock_timeout = '1s'; commit",
      '9s',
    ],
    ['SET after SET LOCAL wins', "set local lock_timeout = '1s'; set lock_timeout = '9s'", '9s'],
    [
      'SET LOCAL TO DEFAULT hides SET',
      "set lock_timeout = '9s'; set local lock_timeout to default",
      undefined,
    ],
    ['ROLLBACK takes SET back', "set lock_timeout = '2s'; rollback", undefined],
    [
      'ROLLBACK TO takes later settings back',
      "savepoint a; set lock_timeout = '2s'; rollback to a",
      undefined,
    ],
    ['set_config is a SET', "select set_config('lock_timeout', '2s', false); commit", '2s'],
    ['set_config may be local', "select set_config('lock_timeout', '2s', true); commit", undefined],
  ])('%s', (_title, sql, expected) => {
    expect(lockTimeoutAfter(sql)).toBe(expected);
  });

  it('SET LOCAL does nothing outside a transaction', () => {
    expect(lockTimeoutAfter("set local lock_timeout = '2s'", 'none')).toBeUndefined();
  });

  it('SET LOCAL works inside the transaction that the file opens', () => {
    expect(lockTimeoutAfter("begin; set local lock_timeout = '2s'", 'none')).toBe('2s');
  });
});

describe('locks held', () => {
  it.each([
    ['a transaction holds them', 'alter table t add a int', ['public.t']],
    ['COMMIT lets go', 'alter table t add a int; commit', []],
    ['ROLLBACK TO lets go of later ones', 'savepoint s; alter table t add a int; rollback to s', []],
    ['ROLLBACK TO keeps earlier ones', 'alter table t add a int; savepoint s; rollback to s', ['public.t']],
    ['after COMMIT each statement is alone', 'commit; alter table t add a int', []],
    ['AND CHAIN opens the next transaction', 'commit and chain; alter table t add a int', ['public.t']],
  ])('%s', (_title, sql, expected) => {
    expect([...sessionAtEndOf(sql).held.keys()]).toEqual(expected);
  });

  it('nothing is held where each statement runs alone', () => {
    expect(sessionAtEndOf('alter table t add a int', 'none').held.size).toBe(0);
  });
});
