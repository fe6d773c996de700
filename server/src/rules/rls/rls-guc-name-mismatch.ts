import { spokenName } from '../../catalog';
import { tokensOf } from '../../sql';
import type { Edit, Finding, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { spokenApplication } from '../readings/applicationAccess';
import { equalitiesIn, expressionsOf, type WrittenExpression } from '../readings/policyExpressions';
import { writtenPolicies, type WrittenPolicy } from '../readings/writtenPolicies';

/** A setting that nobody sets is empty in every session, and no row is equal to that. */
export const rlsGucNameMismatch: Rule = {
  id: 'rls-guc-name-mismatch',
  category: 'rls',
  severity: 'warning',
  summary: 'A policy that compares the tenant with another setting than the one that the application sets',
  speaksOf: writesPolicy,
  *check(migration) {
    for (const written of writtenPolicies(migration)) {
      const finding = findingFor(written, migration);
      if (finding !== undefined) yield finding;
    }
  },
};

function findingFor(written: WrittenPolicy, migration: ReviewedMigration): Finding | undefined {
  const { setting } = migration.policy.tenancy;
  if (setting === undefined) return undefined;
  const mismatches = expressionsOf(written).flatMap((expression) => {
    const name = otherSettingIn(expression, setting, written);
    return name === undefined ? [] : [{ expression, name }];
  });
  const [first] = mismatches;
  if (first === undefined) return undefined;
  const table = spokenName(written.name);
  const application = spokenApplication(migration.policy);
  const isOpen = first.expression.reading.openWhenUnset;
  const edits = mismatches.flatMap(({ expression, name }) =>
    renamed(name, setting, expression, written, migration),
  );
  return {
    what: `${written.reading.policy.name} compares the tenant with the setting ${first.name}; tenancy.setting in the policy, and what the project's other policies read, is ${setting}.`,
    who: isOpen
      ? `Where only ${setting} is set, the policy is open, and ${application} gets at the rows of ${table} of all tenants.`
      : `Where only ${setting} is set, ${application} sees no row of ${table} and can write none, for any tenant.`,
    remedy: `Read ${setting}, or have the application set ${first.name} as well.`,
    span: first.expression.span,
    relations: [written.name],
    ...(isOpen ? { severity: 'error' } : {}),
    fixes: edits.length === 0 ? [] : [{ title: `Read ${setting}`, preferred: false, edits }],
  };
}

/** The server does not tell upper from lower case in names of settings. A member of a token is no setting of its own. */
function otherSettingIn(
  { reading: { condition, settings } }: WrittenExpression,
  setting: string,
  { tenancy: { tenantColumn } }: WrittenPolicy,
): string | undefined {
  const isExpected = (name: string) => name.toLowerCase() === setting.toLowerCase();
  if (settings.some(({ name }) => isExpected(name))) return undefined;
  return equalitiesIn(condition)
    .filter(({ column }) => column === tenantColumn?.name)
    .flatMap(({ value }) => (value.kind === 'setting' && value.part === undefined ? [value.name] : []))[0];
}

/** Nothing where a function reads the setting. */
function renamed(
  from: string,
  to: string,
  { span }: WrittenExpression,
  { reviewed: { statement } }: WrittenPolicy,
  { script: { path } }: ReviewedMigration,
): readonly Edit[] {
  const literal = (name: string) => `'${name.replaceAll("'", "''")}'`;
  return tokensOf(statement)
    .filter((token) => token.start >= span.start && token.end <= span.end && token.text === literal(from))
    .map(({ start, end }) => ({ path, span: { start, end }, newText: literal(to) }));
}
