import { spokenList, spokenName } from '../../catalog';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { circleOf, type PolicyCircle } from '../readings/policyRecursion';
import { writtenPolicies, type WrittenPolicy } from '../readings/writtenPolicies';

/** A policy whose sub-select leads back to its own table, which the server refuses to follow, but only when it is asked. */
export const rlsSelfRecursivePolicy: Rule = {
  id: 'rls-self-recursive-policy',
  category: 'rls',
  severity: 'error',
  summary: 'A policy that reads its own table, directly or through the policies of others: every query fails',
  speaksOf: writesPolicy,
  *check(migration) {
    const found = writtenPolicies(migration).flatMap((written) => {
      const circle = circleOf(written.reading, written.tenancy, migration.after, migration.policy);
      return circle === undefined ? [] : [{ written, circle }];
    });
    for (const [place, { written, circle }] of found.entries()) {
      // The last policy of a circle closes it.
      const isClosedLater = found
        .slice(place + 1)
        .some((other) => circle.tables.length > 1 && haveSameTables(other.circle, circle));
      // Policies of a table that read the table itself all fail for the same reason.
      const alike = found.filter(
        (other) => readsItself(circle) && readsItself(other.circle) && haveSameTables(other.circle, circle),
      );
      const isSaid = alike.length > 0 && alike[0]?.written !== written;
      const others = alike.slice(1).map((other) => other.written.reading.policy.name);
      if (!isClosedLater && !isSaid) yield findingFor(written, others, circle, migration);
    }
  },
};

function readsItself({ tables, through }: PolicyCircle): boolean {
  return tables.length === 1 && through === undefined;
}

function haveSameTables(one: PolicyCircle, other: PolicyCircle): boolean {
  return one.tables.toSorted().join() === other.tables.toSorted().join();
}

function findingFor(
  { reviewed, name, reading }: WrittenPolicy,
  alike: readonly string[],
  { tables, through }: PolicyCircle,
  { policy }: ReviewedMigration,
): Finding {
  const table = spokenName(name);
  return {
    what: whatHappens(reading.policy.name, table, tables.slice(1).map(spokenName), through),
    who: `${alike.length === 0 ? '' : `${spokenList(alike)} ${alike.length === 1 ? 'does' : 'do'} the same. `}Every query of ${table} by a role that policies hold back${policy.tenancy.appRole === undefined ? '' : `, such as ${policy.tenancy.appRole},`} ${through === undefined ? 'fails' : 'may fail'}, for all tenants; the migration itself succeeds.`,
    remedy:
      'Look the membership up in a SECURITY DEFINER function with a pinned search_path, whose owner the policies do not hold back.',
    span: reviewed.statement.span,
    relations: tables,
    // Whether it comes to such a row is a question to the data and the plan.
    severity: through === undefined ? 'error' : 'warning',
  };
}

function whatHappens(
  policy: string,
  table: string,
  others: readonly string[],
  through: string | undefined,
): string {
  if (through !== undefined) {
    return `${policy} calls ${spokenName(through)}, which reads ${table} and is subject to ${policy} again, for every row that it comes to, until the stack is full (54001).`;
  }
  return others.length === 0
    ? `${policy} reads ${table} in a sub-select, for which the server asks ${policy} again (42P17).`
    : `${policy} reads ${spokenList(others)}, whose policies lead back to ${table} (42P17).`;
}
