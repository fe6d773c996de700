import { nameOf, quoted, quotedName, spokenList, type Routine } from '../../catalog';
import { nodeAs, sqlOf } from '../../sql';
import { tenancyOf } from '../../tenancy';
import { insertionAfter } from '../fixes/insertions';
import { withRoutineClauses } from '../fixes/routineClauses';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import {
  inputTypesOf,
  routineMadeBy,
  sameRoutineIn,
  signatureOf,
  writesClause,
} from '../readings/madeRoutines';
import { isGuardedByRowSecurity } from '../readings/rowSecurity';

/** CREATE OR REPLACE FUNCTION takes the clauses of its own text only, and DROP with CREATE the rights too. */
export const rlsReplaceFunctionDropsSettings: Rule = {
  id: 'rls-replace-function-drops-settings',
  category: 'rls',
  severity: 'warning',
  summary:
    'A function made anew without the SECURITY DEFINER, SET or STABLE that it had, or open to PUBLIC again',
  speaksOf: ['CreateFunctionStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (!isGuardedByRowSecurity(migration.policy) || migration.direction === 'down') return undefined;
  if (nodeAs(reviewed.statement.tree, 'CreateFunctionStmt') === undefined) return undefined;
  const made = routineMadeBy(reviewed, migration);
  if (made === undefined) return undefined;
  const replaced = sameRoutineIn(reviewed.before, made);
  if (replaced !== undefined) return aboutClauses(made, replaced, reviewed, migration);
  const dropped = sameRoutineIn(migration.before, made);
  return dropped && aboutRights(made, dropped, reviewed, migration);
}

function aboutClauses(
  made: Routine,
  old: Routine,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const clauses = lostClauses(made, old, reviewed);
  const isAskedByPolicies = policiesCalling(made, migration).length > 0;
  const losesDefiner = clauses.includes('SECURITY DEFINER');
  const losesPath = made.securityDefiner && made.settings['search_path'] === undefined;
  // What a function of the owner loses is a hazard, and what policies ask runs with every query.
  if (clauses.length === 0 || !(losesDefiner || losesPath || isAskedByPolicies)) return undefined;
  return {
    what: `${signatureOf(made)} had ${spokenList(clauses)}, and this CREATE OR REPLACE does not repeat it.`,
    who: whoIsHarmed({ losesDefiner, losesPath, isAskedByPolicies }),
    remedy: `Repeat ${spokenList(clauses)}.`,
    span: reviewed.statement.span,
    relations: [],
    severity: losesDefiner || losesPath ? 'warning' : 'info',
    related: [{ origin: old.origin, message: `${old.name} has it here.` }],
    fixes: withRoutineClauses(migration, reviewed.statement, clauses, `Repeat ${spokenList(clauses)}`),
  };
}

/** Clauses as SQL writes them. One that the new text writes otherwise is meant so. */
function lostClauses(made: Routine, old: Routine, { statement }: ReviewedStatement): readonly string[] {
  const isLost = (name: string) => !writesClause(statement, name);
  return [
    ...(old.volatility !== 'volatile' && made.volatility === 'volatile' && isLost('volatility')
      ? [old.volatility.toUpperCase()]
      : []),
    ...(old.leakproof && !made.leakproof && isLost('leakproof') ? ['LEAKPROOF'] : []),
    ...(old.securityDefiner && !made.securityDefiner && isLost('security') ? ['SECURITY DEFINER'] : []),
    ...settingClausesOf(old)
      .filter(({ name }) => made.settings[name] === undefined)
      .map(({ text }) => text),
  ];
}

function settingClausesOf({
  definition,
}: Routine): readonly { readonly name: string; readonly text: string }[] {
  return (definition?.options ?? []).flatMap((option) => {
    const clause = nodeAs(option, 'DefElem');
    const setting = clause?.defname === 'set' ? nodeAs(clause.arg, 'VariableSetStmt') : undefined;
    if (setting?.name === undefined) return [];
    return [
      { name: setting.name.toLowerCase(), text: sqlOf({ VariableSetStmt: setting }).replace(/;$/, '') },
    ];
  });
}

function policiesCalling(routine: Routine, { after, policy }: ReviewedMigration): readonly string[] {
  const name = nameOf(routine);
  return tenancyOf(after, policy)
    .tables()
    .flatMap(({ policies }) => policies)
    .filter(({ using, check }) =>
      [using, check].some((expression) => expression?.routines.includes(name) === true),
    )
    .map((reading) => reading.policy.name);
}

function whoIsHarmed({
  losesDefiner,
  losesPath,
  isAskedByPolicies,
}: {
  readonly losesDefiner: boolean;
  readonly losesPath: boolean;
  readonly isAskedByPolicies: boolean;
}): string {
  if (losesDefiner) {
    return isAskedByPolicies
      ? 'Policies ask it: it is held back by policies itself now, so tenants lose sight of their rows, or queries fail for want of rights or in endless recursion.'
      : 'It runs with the rights of whoever calls it now: tenants get other rows than before, or an error.';
  }
  if (losesPath) {
    return 'It runs with its owner’s rights, and whoever calls it decides by search_path which tables and functions its names mean.';
  }
  return 'Policies ask it with every row of every tenant’s queries, where the server can no longer take its value for the same and look it up in an index.';
}

function aboutRights(
  made: Routine,
  old: Routine,
  { statement }: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const isOpen = ({ grants }: Routine) => grants.some(({ grantee }) => grantee === 'public');
  if (!made.securityDefiner || isOpen(old) || !isOpen(made)) return undefined;
  const signature = signatureOf(made);
  return {
    what: `${signature} is dropped and made again, and everybody may EXECUTE a new function: what was revoked from PUBLIC is granted again.`,
    who: 'It runs with its owner’s rights for every role that can connect, on the rows of all tenants.',
    remedy:
      'REVOKE EXECUTE FROM PUBLIC in the same transaction, or CREATE OR REPLACE it, which keeps the rights.',
    span: statement.span,
    relations: [],
    related: [{ origin: old.origin, message: `${old.name} as it was is made here.` }],
    fixes: [sameRightsAgain(made, old, statement, migration)],
  };
}

function sameRightsAgain(
  made: Routine,
  old: Routine,
  statement: ReviewedStatement['statement'],
  migration: ReviewedMigration,
): Fix {
  const routine = `${made.kind === 'procedure' ? 'PROCEDURE' : 'FUNCTION'} ${quotedName(nameOf(made))}(${inputTypesOf(made)})`;
  const missing = old.grants.filter(({ grantee }) => !made.grants.some((grant) => grant.grantee === grantee));
  return {
    title: 'Revoke it from PUBLIC and grant it again to whom it was granted',
    preferred: false,
    edits: [
      insertionAfter(
        migration,
        statement,
        [
          `REVOKE EXECUTE ON ${routine} FROM PUBLIC;`,
          ...missing.map(({ grantee }) => `GRANT EXECUTE ON ${routine} TO ${quoted(grantee)};`),
        ].join('\n'),
      ),
    ],
  };
}
