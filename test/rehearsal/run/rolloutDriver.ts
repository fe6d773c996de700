/**
 * A runner to be killed: rolls a migration out to the schemas of a database and kills itself on the way.
 * Arguments: where to die (`between` tenants, or `unrecorded`: with the third committed and the ledger not yet told),
 * the server's address as JSON, the database.
 */
import { openConnection, type ServerAddress } from '../../../server/src/rehearsal/engine/connection';
import { Ledger } from '../../../server/src/rehearsal/fleet/ledger';
import { loadPostgresParser } from '../../../server/src/sql';
import { startRollout, tenantNames } from './rollouts';

const [place = '', address = '{}', database = ''] = process.argv.slice(2);

await loadPostgresParser();
const server = JSON.parse(address) as ServerAddress;
const control = await openConnection(server, database);
const ledger = await Ledger.open(control, 'V2');
const third = tenantNames[2];
if (place === 'unrecorded') {
  const ended = ledger.ended.bind(ledger);
  ledger.ended = (tenant, failure) => (tenant === third ? dieNow() : ended(tenant, failure));
}
await startRollout({
  connect: (options) => openConnection(server, database, options),
  ledger,
  parallelism: 1,
  onStep: ({ kind, tenant }) => {
    if (place === 'between' && kind === 'ended' && tenant.name === third) void dieNow();
  },
});

function dieNow(): Promise<void> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}
