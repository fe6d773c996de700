import type { Span } from '../../sql';
import type { ExpressionReading, TableTenancy } from '../../tenancy';
import type { ReviewedMigration } from '../model';
import { commandsOf, isForApplication, isRestrictedElsewhere, type PolicyCommand } from './policyCoverage';
import { reachOf, type Reach } from './policyReach';
import { writtenPolicies, type WrittenPolicy } from './writtenPolicies';

/** An expression of a permissive policy that the migration writes for the application on a table of tenants' rows. */
export interface OpeningExpression {
  readonly written: WrittenPolicy;
  readonly expression: ExpressionReading;
  /** Where it stands, with its parentheses. */
  readonly span: Span;
  /** What it decides on. */
  readonly commands: readonly PolicyCommand[];
  readonly reach: Reach | undefined;
}

/** The USING expressions, where no restrictive policy ties the rows to their tenant anyway. */
export function usingExpressions(migration: ReviewedMigration): readonly OpeningExpression[] {
  return openingPolicies(migration).flatMap((written): readonly OpeningExpression[] => {
    const { using: expression, policy } = written.reading;
    const span = written.spans.using;
    if (expression === undefined || span === undefined) return [];
    const reach = reachOf(expression, migration.after);
    return [{ written, expression, span, reach, commands: commandsOf(policy) }];
  });
}

/** The WITH CHECK expressions that are written out; where one is not, the server takes USING. */
export function checkExpressions(migration: ReviewedMigration): readonly OpeningExpression[] {
  return openingPolicies(migration).flatMap((written): readonly OpeningExpression[] => {
    const { check: expression, policy } = written.reading;
    const span = written.spans.check;
    if (expression === undefined || span === undefined) return [];
    const commands = commandsOf(policy).filter((command) => command === 'insert' || command === 'update');
    return [{ written, expression, span, reach: reachOf(expression, migration.after), commands }];
  });
}

/** Whether each row of the table is a tenant: who signs up must be let at it before there is a tenant to compare with. */
export function isOfTenantsThemselves({ standing }: TableTenancy): boolean {
  return standing.side === 'tenant' && standing.because.by === 'being a tenant';
}

/** Permissive policies that tie rows to their tenant for one of the commands of this one, which lets further rows through. */
export function confiningBeside(
  { written, commands }: OpeningExpression,
  { after, policy }: ReviewedMigration,
): readonly string[] {
  return written.tenancy.policies
    .filter(
      (other) =>
        other !== written.reading &&
        other.policy.permissive &&
        other.using?.confines === true &&
        commandsOf(other.policy).some((command) => commands.includes(command)) &&
        isForApplication(other, after, policy),
    )
    .map(({ policy: { name } }) => name);
}

function openingPolicies(migration: ReviewedMigration): readonly WrittenPolicy[] {
  const { after, policy } = migration;
  return writtenPolicies(migration).filter(
    ({ tenancy, reading }) =>
      tenancy.standing.side === 'tenant' &&
      reading.policy.permissive &&
      isForApplication(reading, after, policy) &&
      !isRestrictedElsewhere(reading, tenancy, migration),
  );
}
