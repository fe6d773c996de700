import { findTable, spokenName } from '../../catalog';
import { nodeAs, tokensOf } from '../../sql';
import { insertion, insertionAfter, removal, spanWithLine } from '../fixes/insertions';
import type { Edit, Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { spokenApplication } from '../readings/applicationAccess';
import { droppedPolicies, lossOf, type DroppedPolicy } from '../readings/droppedPolicies';
import { spokenCommands, spokenDeeds } from '../readings/policyCoverage';
import { isSeenBetween } from '../readings/seenBetween';
import { statementsAfter } from '../readings/statementOrder';
import { isKeyword, relationNameSpan } from '../readings/tokens';

/** A policy that is dropped and made again, with a time in between that other sessions see. */
export const rlsPolicySwapWindow: Rule = {
  id: 'rls-policy-swap-window',
  category: 'rls',
  severity: 'warning',
  summary:
    'DROP POLICY that is committed before the CREATE POLICY in its place, which denies or opens rows in between',
  speaksOf: ['DropStmt'],
  *check(migration) {
    for (const dropped of droppedPolicies(migration)) {
      const { reviewed, policy, name } = dropped;
      const mending = statementsAfter(reviewed, migration).find(
        ({ after }) => lossOf(policy, name, reviewed.before, after, migration) === undefined,
      );
      const isMended = lossOf(policy, name, reviewed.before, migration.after, migration) === undefined;
      if (mending === undefined || !isMended || !isSeenBetween(reviewed, mending, migration)) continue;
      if (mending.after.relations.has(name)) yield findingFor(dropped, mending, migration);
    }
  },
};

function findingFor(
  dropped: DroppedPolicy,
  mending: ReviewedStatement,
  migration: ReviewedMigration,
): Finding {
  const { name, policy, reviewed, loss } = dropped;
  const table = spokenName(name);
  const application = spokenApplication(migration.policy);
  const isOpened = loss.kind === 'opened';
  return {
    what: `Between this statement and the one that takes its place, ${table} is without ${policy.name}, and no transaction hides that from others.`,
    who: isOpened
      ? `Until then ${application} ${spokenDeeds(loss.commands)} the rows of all tenants, and for good where the migration stops in between.`
      : `Until then ${application} gets at no row for ${spokenCommands(loss.commands)}, for any tenant, and for good where the migration stops in between.`,
    remedy:
      'ALTER POLICY changes it at once; or create the new one under another name before the old one goes, or do both in one transaction.',
    span: reviewed.statement.span,
    relations: [name],
    ...(isOpened ? { severity: 'error' } : {}),
    fixes: fixesFor(dropped, mending, migration),
  };
}

function fixesFor(
  { policy, reviewed, name }: DroppedPolicy,
  mending: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const created = nodeAs(mending.statement.tree, 'CreatePolicyStmt');
  const drops = nodeAs(reviewed.statement.tree, 'DropStmt')?.objects?.length ?? 0;
  if (created === undefined || drops !== 1) return [];
  const { path, sql } = migration.script;
  const drop = { path, span: spanWithLine(sql, reviewed.statement), newText: '' };
  const wanted = findTable(mending.after, name)?.policies.find((each) => each.name === policy.name);
  if (wanted === undefined) {
    const { start, end } = reviewed.statement.span;
    const dropLater = insertionAfter(migration, mending.statement, `${sql.slice(start, end)};`);
    return [
      { title: 'Drop the old policy after the new one is there', preferred: true, edits: [drop, dropLater] },
    ];
  }
  const isAlterable =
    created.policy_name === policy.name &&
    wanted.command === policy.command &&
    wanted.permissive === policy.permissive &&
    (policy.using === undefined || wanted.using !== undefined) &&
    (policy.withCheck === undefined || wanted.withCheck !== undefined);
  if (!isAlterable) return [];
  return [
    { title: 'Change it with ALTER POLICY', preferred: true, edits: [drop, ...asAlter(mending, migration)] },
  ];
}

/** ALTER POLICY takes roles and expressions, which CREATE POLICY writes the same way, and neither AS nor FOR. */
function asAlter({ statement }: ReviewedStatement, migration: ReviewedMigration): readonly Edit[] {
  const created = nodeAs(statement.tree, 'CreatePolicyStmt');
  const tokens = tokensOf(statement);
  const [first] = tokens;
  if (created === undefined || first === undefined) return [];
  const nameEnd = relationNameSpan(statement, created.table?.location, undefined).end;
  const options = tokens.filter((token) => token.start >= nameEnd);
  const optionEdits = ['AS', 'FOR'].flatMap((keyword) => {
    // Both come before TO and the expressions.
    const end = options.findIndex((token) => ['TO', 'USING', 'WITH'].some((each) => isKeyword(token, each)));
    const place = options.slice(0, end < 0 ? undefined : end).findIndex((token) => isKeyword(token, keyword));
    const [word, value] = place < 0 ? [] : options.slice(place, place + 2);
    return word === undefined || value === undefined
      ? []
      : [removal(migration, { start: word.start, end: value.end })];
  });
  const expressions = options.find((token) => ['USING', 'WITH'].some((each) => isKeyword(token, each)));
  const namesRoles = options.some(
    (token) => isKeyword(token, 'TO') && (expressions === undefined || token.start < expressions.start),
  );
  return [
    { path: migration.script.path, span: first, newText: 'ALTER' },
    ...optionEdits,
    ...(namesRoles || expressions === undefined
      ? []
      : [insertion(migration, expressions.start, 'TO PUBLIC ')]),
  ];
}
