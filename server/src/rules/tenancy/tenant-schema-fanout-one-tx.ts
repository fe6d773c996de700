import { nodeAs } from '../../sql';
import { commitEachTurn } from '../fixes/commitEachTurn';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { endsTransactionEachTurn } from '../readings/bodyLoops';
import { relationsOfTurn, tenantLoopsOf, type TenantLoop } from '../readings/tenantLoops';
import { isSchemaTenancy } from '../readings/tenantSchemas';

/** A loop over all tenants' schemas in one transaction, which holds the locks of all of them at once. */
export const tenantSchemaFanoutOneTx: Rule = {
  id: 'tenant-schema-fanout-one-tx',
  category: 'lock',
  severity: 'warning',
  summary:
    "A loop that changes all tenants' schemas in one transaction, and holds the locks of all of them to its end",
  *check(migration) {
    if (!isSchemaTenancy(migration.policy)) return;
    for (const reviewed of migration.statements) {
      if (nodeAs(reviewed.statement.tree, 'DoStmt') === undefined) continue;
      for (const found of tenantLoopsOf(reviewed.statement)) {
        if (!endsTransactionEachTurn(found.loop)) yield findingFor(found, reviewed, migration);
      }
    }
  },
};

/** `max_locks_per_transaction` (64) times `max_connections` (100), as a server is distributed. */
const lockTableSize = 6400;

function findingFor(found: TenantLoop, reviewed: ReviewedStatement, migration: ReviewedMigration): Finding {
  const { loop } = found;
  const { tenants } = migration.policy.production;
  const each = relationsOfTurn(found);
  const locks = tenants === undefined ? undefined : tenants * each;
  const isTooMany = locks !== undefined && locks > lockTableSize;
  const start = reviewed.statement.span.start;
  return {
    what: `This loop changes the schemas of all tenants in one transaction, which holds ${
      locks === undefined
        ? 'the locks of every tenant'
        : `at least ${locks} locks (${each} ${each === 1 ? 'relation' : 'relations'} and more of ${tenants ?? 0} tenants)`
    } until the last is done.`,
    who: `${
      isTooMany
        ? `A server as it is distributed has room for ${lockTableSize} locks (max_locks_per_transaction × max_connections): the transaction fails with 53200, and with it whatever else needs a lock then`
        : 'The first tenant waits until the last one is done, an error for one undoes all, and with many tenants the server runs out of room for locks (53200)'
    }.`,
    remedy:
      'Run the migration once for each tenant, in a transaction of its own, or COMMIT at the end of each turn in a file that runs outside of a transaction.',
    span: { start, end: loop.over.kind === 'query' ? loop.over.query.span.end : reviewed.statement.span.end },
    relations: [],
    ...(isTooMany ? { severity: 'error' as const } : {}),
    fixes: commitEachTurn(loop, reviewed, migration),
  };
}
