import { spokenList, spokenName } from '../../catalog';
import { nodeAs, tokensOf } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Edit, Finding, Fix, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { spokenApplication } from '../readings/applicationAccess';
import { confiningBeside, usingExpressions, type OpeningExpression } from '../readings/openPolicies';
import { spokenDeeds } from '../readings/policyCoverage';
import { isKeyword, relationNameSpan } from '../readings/tokens';

/** Meant as a further condition, a second permissive policy is a further way in. */
export const rlsPermissivePlusPermissive: Rule = {
  id: 'rls-permissive-plus-permissive',
  category: 'rls',
  severity: 'warning',
  summary: 'A second permissive policy that lets rows of all tenants past the one that ties them to a tenant',
  speaksOf: writesPolicy,
  *check(migration) {
    for (const opening of usingExpressions(migration)) {
      const beside = confiningBeside(opening, migration);
      if (opening.reach === 'some rows of all tenants' && beside.length > 0) {
        yield findingFor(opening, beside, migration);
      }
    }
  },
};

function findingFor(
  opening: OpeningExpression,
  beside: readonly string[],
  migration: ReviewedMigration,
): Finding {
  const { written, span, commands } = opening;
  const { name, reading } = written;
  const onlyReads = commands.every((command) => command === 'select');
  return {
    what: `The server joins permissive policies by OR: ${reading.policy.name} lets rows of ${spokenName(name)} past ${spokenList(beside)}, which ties them to their tenant.`,
    who: `${spokenApplication(migration.policy)}, on behalf of any tenant, ${spokenDeeds(commands)} the rows of all of them for which ${reading.policy.name} holds.`,
    remedy:
      'Where it is a further condition, make it AS RESTRICTIVE; where rows are shared on purpose, say so.',
    span,
    relations: [name],
    // Rows that are published for all to read are a feature as often as a mistake.
    ...(onlyReads ? { severity: 'info' } : {}),
    fixes: asRestrictive(opening, migration),
  };
}

/** ALTER POLICY cannot change it. */
function asRestrictive({ written }: OpeningExpression, migration: ReviewedMigration): readonly Fix[] {
  const { statement } = written.reviewed;
  const table = nodeAs(statement.tree, 'CreatePolicyStmt')?.table;
  if (table === undefined) return [];
  const permissive = tokensOf(statement).find((token) => isKeyword(token, 'PERMISSIVE'));
  const edit: Edit =
    permissive === undefined
      ? insertion(migration, relationNameSpan(statement, table.location, undefined).end, ' AS RESTRICTIVE')
      : { path: migration.script.path, span: permissive, newText: 'RESTRICTIVE' };
  return [{ title: 'Make it a further condition (AS RESTRICTIVE)', preferred: false, edits: [edit] }];
}
