import type { Client } from 'pg';
import type { Policy } from '../../project';
import type { TransactionLocks } from '../result';
import type { Trial } from '../trial/trial';

/** How many locks the server's lock table has room for, by its settings. */
export async function roomForLocks(client: Client): Promise<number> {
  const { rows } = await client.query<{ room: number }>(
    `select current_setting('max_locks_per_transaction')::int
       * (current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int) as room`,
  );
  return rows[0]?.room ?? 0;
}

/**
 * The locks of the one transaction that changes the schemas of all tenants, carried over to production by what each
 * tenant more adds. Undefined where no transaction is for several schemas.
 */
export function transactionLocksOf(
  { alone, together }: { readonly alone: readonly Trial[]; readonly together: Trial | undefined },
  policy: Policy,
  room: number,
): TransactionLocks | undefined {
  const held = together?.up.run.locksAtCommit;
  if (together?.fixture.model !== 'schema' || held === undefined) return undefined;
  const { tenants, copies } = together.fixture;
  const count = tenants.length + copies.length;
  const ofOne = Math.max(...alone.map(({ up }) => up.run.locksAtCommit ?? held));
  const production = policy.production.tenants;
  const more = (held - ofOne) / Math.max(1, count - 1);
  return {
    tenants: count,
    held,
    room,
    inProduction: production === undefined ? null : Math.round(ofOne + more * (production - 1)),
  };
}
