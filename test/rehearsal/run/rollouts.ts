import type { Client } from 'pg';
import type { ConnectOptions } from '../../../server/src/rehearsal/engine';
import type { Ledger } from '../../../server/src/rehearsal/fleet/ledger';
import type { RolloutTenant, TenantEnd } from '../../../server/src/rehearsal/fleet/migrateTenant';
import { rollOut, type Rollout } from '../../../server/src/rehearsal/fleet/rollOut';
import { parseSqlFile } from '../../../server/src/sql';

/** Schemas of one database, each with a table of orders. */
export const tenantNames = ['north', 'east', 'south', 'west', 'centre', 'coast'];

export const schemas = `
  create table public.log (tenant text not null, running int not null);
  ${tenantNames.map((name) => `create schema ${name}; create table ${name}.orders (id int)`).join(';')}`;

/** Logs each run that was committed, with the number of runners at work then. */
export const migration = `
  alter table orders add column channel text;
  insert into public.log select current_schema(), count(*) from pg_stat_activity where application_name like 'rollout %';`;

interface Request extends Pick<Rollout<RolloutTenant>, 'parallelism' | 'onStep'> {
  readonly connect: (options: ConnectOptions) => Promise<Client>;
  readonly ledger: Ledger;
  readonly sql?: string;
  readonly cohortFailureRate?: number;
}

/** Rolls a migration out to all of them. */
export function startRollout(request: Request): Promise<readonly TenantEnd[]> {
  const { connect, cohortFailureRate = 1, sql = migration } = request;
  return rollOut({
    ...request,
    cohortFailureRate,
    script: { path: 'V2.sql', file: parseSqlFile(sql), transaction: 'per-file' },
    newFilter: () => () => Promise.resolve('run'),
    tenants: tenantNames.map((name) => ({
      name,
      connect: () => connect({ applicationName: `rollout ${name}`, searchPath: [name, 'public'] }),
      isAsBefore: async () => {
        const session = await connect({});
        const { rowCount } = await session.query(
          `select from pg_attribute where attrelid = '${name}.orders'::regclass and attname = 'channel'`,
        );
        await session.end();
        return rowCount === 0;
      },
    })),
  });
}
