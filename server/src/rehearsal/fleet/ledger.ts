import pLimit, { type LimitFunction } from 'p-limit';
import type { Client } from 'pg';
import type { StatementFailure } from '../run/executeScript';

/** `running`: begun, and its end is not known. */
export interface LedgerEntry {
  readonly state: 'running' | 'migrated' | 'failed';
  /** Attempts of all runs so far. */
  readonly attempts: number;
}

/**
 * Where each tenant of a rollout stands, in a database beside the tenants' own, so that a rollout whose runner was killed
 * can go on. `migration` tells rollouts apart.
 */
export class Ledger {
  readonly #control: Client;
  readonly #migration: string;
  readonly #oneAtATime: LimitFunction;

  private constructor(control: Client, migration: string, oneAtATime: LimitFunction) {
    this.#control = control;
    this.#migration = migration;
    this.#oneAtATime = oneAtATime;
  }

  /**
   * Opens the ledger of a database that is nobody's tenant, and makes it where there is none. `oneAtATime` queues what
   * several tenants want of the connection at the same moment.
   */
  static async open(control: Client, migration: string, oneAtATime = pLimit(1)): Promise<Ledger> {
    await control.query(
      `create table if not exists public.rollout (
         migration text not null, tenant text not null,
         state text not null check (state in ('running', 'migrated', 'failed')),
         attempts int not null, reason text, changed_at timestamptz not null default now(),
         primary key (migration, tenant))`,
    );
    return new Ledger(control, migration, oneAtATime);
  }

  /** The tenants that were begun, by name. */
  async entries(): Promise<ReadonlyMap<string, LedgerEntry>> {
    const { rows } = await this.#control.query<LedgerEntry & { readonly tenant: string }>(
      'select tenant, state, attempts from public.rollout where migration = $1',
      [this.#migration],
    );
    return new Map(rows.map(({ tenant, state, attempts }) => [tenant, { state, attempts }]));
  }

  /** Written before the first statement: a tenant without an entry was certainly not touched. */
  async started(tenant: string): Promise<void> {
    await this.#write(
      `insert into public.rollout (migration, tenant, state, attempts) values ($1, $2, 'running', 1)
       on conflict (migration, tenant)
       do update set state = 'running', attempts = rollout.attempts + 1, reason = null, changed_at = now()`,
      [this.#migration, tenant],
    );
  }

  async ended(tenant: string, failure: StatementFailure | undefined): Promise<void> {
    await this.#write(
      `update public.rollout set state = $3, reason = $4, changed_at = now() where migration = $1 and tenant = $2`,
      [this.#migration, tenant, failure === undefined ? 'migrated' : 'failed', failure?.message ?? null],
    );
  }

  async #write(query: string, values: readonly unknown[]): Promise<void> {
    await this.#oneAtATime(() => this.#control.query(query, [...values]));
  }
}
