import { spokenName, type Catalog, type Routine } from '../../../catalog';
import type { Policy } from '../../../project';
import { concernsRoles, rolesOf, tenancyOf, type PolicyReading } from '../../../tenancy';
import type { TableTenancy } from '../../../tenancy';
import type { GateFinding } from '../../gateResult';
import { gateFinding, type DraftSpot } from '../findings';
import type { DraftStep, WalkedPhase } from '../walk';

/** What is less protected after a phase, or after its rollback, than before it; each at the statement that did it. */
export function protectionFindings(phase: WalkedPhase, policy: Policy): readonly GateFinding[] {
  const after = lessProtected(phase.before, phase.after, phase.up, policy, {
    ...spotOf(phase),
    direction: 'up',
  });
  const undone = lessProtected(phase.before, phase.undone, phase.down, policy, {
    ...spotOf(phase),
    direction: 'down',
  });
  return [...after, ...undone];
}

function spotOf({ index }: WalkedPhase): DraftSpot {
  return { phase: index, direction: 'up', statement: null };
}

function lessProtected(
  before: Catalog,
  after: Catalog,
  steps: readonly DraftStep[],
  policy: Policy,
  spot: DraftSpot,
): readonly GateFinding[] {
  // A policy may be as it was, and the function that it asks another one.
  const sameRoutines = before.routines === after.routines;
  if (before.relations === after.relations && sameRoutines) return [];
  const [had, has] = [tenancyOf(before, policy), tenancyOf(after, policy)];
  return has.tables().flatMap((table) => {
    const earlier = had.table(table.name);
    if (earlier?.table === table.table && sameRoutines) return [];
    if (table.standing.side !== 'tenant') return [];
    const place = { ...spot, statement: lastChangeOf(table.name, steps) };
    return [
      ...(earlier === undefined ? halfProtected(table, had.tables(), policy, place) : []),
      ...replacedRoutines(earlier, table, before, after, place),
      ...rowSecurityFindings(earlier, table, place),
      ...policyFindings(earlier, table, before, after, policy, place),
    ];
  });
}

/** The last statement that left the table another one than it found. */
function lastChangeOf(name: string, steps: readonly DraftStep[]): number | null {
  const changing = steps.findLast(
    ({ before, after }) => before.relations.get(name) !== after.relations.get(name),
  );
  return changing?.spot.statement ?? null;
}

function rowSecurityFindings(
  earlier: TableTenancy | undefined,
  { name, table }: TableTenancy,
  spot: DraftSpot,
): readonly GateFinding[] {
  const had = earlier?.table.rowSecurity;
  const isOff = had?.enabled === true && !table.rowSecurity.enabled;
  const isUnforced = had?.forced === true && !table.rowSecurity.forced;
  if (!isOff && !isUnforced) return [];
  const what = isOff ? 'is no longer in force' : 'no longer holds for its owner';
  return [
    gateFinding(
      'draft-disables-row-security',
      spot,
      `Row security of ${spokenName(name)} ${what}: switch it on again in the same phase.`,
    ),
  ];
}

/** Whether a table has row security at all is the linter's question; here it is whether that is all of it. */
function halfProtected(
  { name, table, policies, appAccess }: TableTenancy,
  others: readonly TableTenancy[],
  { tenancy }: Policy,
  spot: DraftSpot,
): readonly GateFinding[] {
  if (tenancy.rls !== 'required' || !table.rowSecurity.enabled) return [];
  const protectedOnes = others.filter(
    (each) => each.standing.side === 'tenant' && each.table.rowSecurity.enabled,
  );
  const areForced = protectedOnes.length > 0 && protectedOnes.every((each) => each.table.rowSecurity.forced);
  const lacks = [
    ...(areForced && !table.rowSecurity.forced ? ['FORCE ROW LEVEL SECURITY'] : []),
    ...(policies.length === 0 &&
    appAccess !== undefined &&
    protectedOnes.some((each) => each.policies.length > 0)
      ? ['a policy']
      : []),
  ];
  return lacks.map((what) =>
    gateFinding(
      'draft-half-protected',
      spot,
      `${spokenName(name)} has row security without ${what}, which the project’s other tables of tenants have: add it in the same phase.`,
    ),
  );
}

/** What a policy asks a function for is the function's word, which nobody reads as closely as the policy itself. */
function replacedRoutines(
  earlier: TableTenancy | undefined,
  { name, policies }: TableTenancy,
  before: Catalog,
  after: Catalog,
  spot: DraftSpot,
): readonly GateFinding[] {
  if (earlier === undefined) return [];
  const asked = policies.flatMap(({ using, check }) => [
    ...(using?.routines ?? []),
    ...(check?.routines ?? []),
  ]);
  const replaced = [...new Set(asked)].find((routine) => {
    const [had, has] = [before, after].map(({ routines }) => routines.get(routine));
    return had !== undefined && had.map(codeOfRoutine).join() !== has?.map(codeOfRoutine).join();
  });
  if (replaced === undefined) return [];
  return [
    gateFinding(
      'draft-weakens-policy',
      { ...spot, statement: null },
      `The policies of ${spokenName(name)} ask ${spokenName(replaced)}, which is another function now: leave it to a person.`,
    ),
  ];
}

function codeOfRoutine({ body, language, volatility, securityDefiner, settings }: Routine): string {
  return JSON.stringify([body, language, volatility, securityDefiner, settings]);
}

const commands = ['select', 'insert', 'update', 'delete'] as const;
type Command = (typeof commands)[number];

function policyFindings(
  earlier: TableTenancy | undefined,
  later: TableTenancy,
  before: Catalog,
  after: Catalog,
  policy: Policy,
  spot: DraftSpot,
): readonly GateFinding[] {
  if (!later.table.rowSecurity.enabled && later.policies.length === 0) return [];
  const opened = commands.filter((command) => {
    const wasOpen = earlier?.table.rowSecurity.enabled === true && isOpen(earlier, command, before, policy);
    return !wasOpen && isOpen(later, command, after, policy);
  });
  if (opened.length === 0) return [];
  const words = opened.map((command) => command.toUpperCase()).join(', ');
  return [
    gateFinding(
      'draft-weakens-policy',
      spot,
      `The policies of ${spokenName(later.name)} let ${words} reach rows of other tenants: tie every permissive one to the tenant, without a way around it.`,
    ),
  ];
}

/** Whether a policy for the application lets rows through that nothing ties to the tenant who asks. */
function isOpen({ policies }: TableTenancy, command: Command, catalog: Catalog, policy: Policy): boolean {
  const { appRole } = policy.tenancy;
  const roles = appRole === undefined ? undefined : new Set(['public', ...rolesOf(appRole, catalog)]);
  const asked = policies.filter(
    (reading) =>
      (reading.policy.command === 'all' || reading.policy.command === command) &&
      (roles === undefined || concernsRoles(reading, roles)),
  );
  const isConfined = asked.some((reading) => !reading.policy.permissive && confines(reading, command));
  return !isConfined && asked.some((reading) => reading.policy.permissive && !confines(reading, command));
}

/** Old rows are held to USING, new ones to the check. */
function confines({ using, check }: PolicyReading, command: Command): boolean {
  const asked = command === 'insert' ? [check] : command === 'update' ? [using, check] : [using];
  return asked.every(
    (expression) =>
      expression === undefined ||
      (expression.confines &&
        !expression.alwaysTrue &&
        !expression.openWhenUnset &&
        !expression.openForNullTenant),
  );
}
