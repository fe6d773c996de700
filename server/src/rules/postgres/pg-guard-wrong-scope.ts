import { nodeAs, relationsNamedIn, type Statement } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { queriesOfBlock } from '../readings/blockQueries';
import { unscopedChecks, type UnscopedCheck } from '../readings/existenceChecks';

/** A check whether something exists that any schema of the database can answer. */
export const pgGuardWrongScope: Rule = {
  id: 'pg-guard-wrong-scope',
  category: 'tenant-schema',
  severity: 'warning',
  summary: 'A check in a DO block whether something exists that does not name the schema',
  speaksOf: ['DoStmt'],
  *check(migration) {
    for (const reviewed of migration.statements) {
      if (nodeAs(reviewed.statement.tree, 'DoStmt') === undefined) continue;
      const queries = queriesOfBlock(reviewed.statement);
      for (const check of queries.flatMap(unscopedChecks)) {
        yield findingFor(check, queries, reviewed, migration);
      }
    }
  },
};

function findingFor(
  check: UnscopedCheck,
  queries: readonly Statement[],
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding {
  const isPerSchema = migration.policy.tenancy.model === 'schema';
  const object = check.object ?? 'the name';
  const remedy =
    check.scope === undefined
      ? `Name the table too, such as by its OID: 'table'::regclass.`
      : `Add \`${check.scope.condition}\` to its condition.`;
  return {
    what: `This looks for ${object} in ${check.table} without naming the schema, so one in any schema answers it.`,
    who: isPerSchema
      ? 'As soon as the first tenant has it, the check is true for all others, and what it guards is left out for them without a word.'
      : 'One of that name in another schema, such as that of an extension or a platform, decides what this migration does.',
    remedy,
    span: check.span,
    relations: [],
    // Where there is but one schema, only what comes later can make the answer wrong.
    ...(isPerSchema || reviewed.before.schemas.size > 1 ? {} : { severity: 'info' as const }),
    fixes: fixesFor(check, queries, migration),
  };
}

/** In a block that names schemas itself nobody can say which one the check is about. */
function fixesFor(
  { scope }: UnscopedCheck,
  queries: readonly Statement[],
  migration: ReviewedMigration,
): readonly Fix[] {
  if (scope === undefined || queries.some(namesSchema)) return [];
  return [
    {
      title: `Add ${scope.condition}`,
      preferred: false,
      edits: [insertion(migration, scope.offset, ` ${scope.condition} AND`)],
    },
  ];
}

const systemSchemas: ReadonlySet<string> = new Set(['pg_catalog', 'information_schema']);

function namesSchema({ tree }: Statement): boolean {
  if (tree === undefined) return false;
  return relationsNamedIn(tree).some(({ schema }) => schema !== undefined && !systemSchemas.has(schema));
}
