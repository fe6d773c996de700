import { spokenList, type Catalog, type RowPolicy, type Table } from '../../catalog';
import type { Policy } from '../../project';
import { concernsRoles, type PolicyReading, type TableTenancy } from '../../tenancy';
import type { ReviewedMigration } from '../model';
import { applicationRoles } from './applicationAccess';

export type PolicyCommand = 'select' | 'insert' | 'update' | 'delete';

const allCommands: readonly PolicyCommand[] = ['select', 'insert', 'update', 'delete'];

/** The commands that the server asks a policy for. */
export function commandsOf({ command }: RowPolicy): readonly PolicyCommand[] {
  return command === 'all' ? allCommands : [command];
}

/** `SELECT and UPDATE`, for a message. */
export function spokenCommands(commands: readonly PolicyCommand[]): string {
  return spokenList(commands.map((command) => command.toUpperCase()));
}

/** What the application does to rows by these commands: `reads and changes`. */
export function spokenDeeds(commands: readonly PolicyCommand[]): string {
  const deeds = commands.map((command) => deedsByCommand[command]);
  return spokenList([...new Set(deeds)]);
}

const deedsByCommand: Readonly<Record<PolicyCommand, string>> = {
  select: 'reads',
  insert: 'adds',
  update: 'changes',
  delete: 'deletes',
};

/**
 * Whether the server asks the policy for who connects for tenants. Where nobody has named that role, policies for a named
 * one count as well: few projects write policies for anybody else.
 */
export function isForApplication(reading: PolicyReading, catalog: Catalog, policy: Policy): boolean {
  const { appRole } = policy.tenancy;
  if (concernsRoles(reading, applicationRoles(catalog, policy))) return true;
  return (
    appRole === undefined &&
    reading.policy.roles.some((role) => role !== undefined && !passesAllPolicies(role, catalog))
  );
}

/** By the history, or because the platform has made it so. */
function passesAllPolicies(role: string, catalog: Catalog): boolean {
  const attributes = catalog.roles.get(role)?.attributes ?? [];
  return role === 'service_role' || attributes.some((each) => each === 'bypassrls' || each === 'superuser');
}

/** The commands for which a permissive policy lets the application at some rows. */
export function openCommands(
  tenancy: TableTenancy,
  catalog: Catalog,
  policy: Policy,
): ReadonlySet<PolicyCommand> {
  return new Set(
    tenancy.policies
      .filter((reading) => reading.policy.permissive && isForApplication(reading, catalog, policy))
      .flatMap(({ policy: permissive }) => commandsOf(permissive)),
  );
}

/** Whether a restrictive policy ties the rows to the tenant anyway, for everything that this policy is for. */
export function isRestrictedElsewhere(
  reading: PolicyReading,
  tenancy: TableTenancy,
  { after, policy }: ReviewedMigration,
): boolean {
  const restrictive = tenancy.policies.filter(
    (other) => !other.policy.permissive && other !== reading && isForApplication(other, after, policy),
  );
  return commandsOf(reading.policy).every((command) =>
    restrictive.some(
      (other) =>
        commandsOf(other.policy).includes(command) &&
        [other.using, other.check].every((expression) => expression?.confines !== false),
    ),
  );
}

/** Row-level security holds nothing back where it is off, or where the application owns a table that does not force it. */
export function holdsForApplication({ rowSecurity }: Table, owns: boolean | undefined): boolean {
  return rowSecurity.enabled && (rowSecurity.forced || owns !== true);
}
