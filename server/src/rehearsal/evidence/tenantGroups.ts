import type { CheckId, CheckResult, RehearsalResult, TenantResult, Verdict } from '../result';
import { count } from './figures';
import { sharedFindings } from './sharedFindings';

/** The tenants of one shape, which reports show side by side as one. */
export interface TenantGroup {
  /** `large`, or `large ×40` where there are copies. */
  readonly title: string;
  /** On this one every check was made. */
  readonly first: TenantResult;
  readonly tenants: readonly TenantResult[];
}

export function tenantGroups({ tenants }: Pick<RehearsalResult, 'tenants'>): readonly TenantGroup[] {
  const shapes = [...new Set(tenants.map(({ shape }) => shape))];
  return shapes.flatMap((shape) => {
    const own = tenants.filter((tenant) => tenant.shape === shape);
    const [first] = own;
    if (first === undefined) return [];
    return [{ title: titleOf(first.name, own.length), first, tenants: own }];
  });
}

/** What a check says of a group: the worst of what it says of any tenant that it was made on. */
export interface GroupVerdict {
  readonly verdict: Verdict;
  /** How many tenants it holds for, where it is bad news for some of several. */
  readonly share: string | undefined;
  /** What it says of the first of them; undefined where there is no such check. */
  readonly message: string | undefined;
}

export function groupVerdict({ tenants }: TenantGroup, id: CheckId): GroupVerdict {
  const results = tenants.flatMap(({ checks }) => checks.find((check) => check.id === id) ?? []);
  for (const verdict of ['failed', 'errored', 'passed'] as const) {
    const [worst, ...more] = results.filter((result) => result.verdict === verdict);
    if (worst === undefined) continue;
    const isShared = verdict === 'passed' || tenants.length === 1;
    const share = isShared ? undefined : `${count(more.length + 1)} of ${count(tenants.length)}`;
    return { verdict, share, message: worst.message };
  }
  return { verdict: 'skipped', share: undefined, message: results[0]?.message };
}

/** The middle one of the group's times; null where none was measured. */
export function middleOf(
  { tenants }: TenantGroup,
  measure: (tenant: TenantResult) => number | null,
): number | null {
  const times = tenants.flatMap((tenant) => measure(tenant) ?? []).toSorted((one, other) => one - other);
  return times[Math.ceil(times.length / 2) - 1] ?? null;
}

/** What went wrong on one tenant, or in the same way on several copies. */
export interface Failure {
  readonly where: string;
  readonly check: CheckResult;
}

/** Failures of each first tenant of a shape, then of copies; at most so many of these that a reader can take them in. */
export function failuresOf(result: RehearsalResult): readonly Failure[] {
  const firsts = new Set(tenantGroups(result).map(({ first }) => first));
  const single = [...firsts].flatMap(({ name, checks }) =>
    checks.filter(isBad).map((check) => ({ where: name, check })),
  );
  const copies = result.tenants.filter((tenant) => !firsts.has(tenant));
  const shared = sharedFindings({ tenants: copies }, ['failed', 'errored']).map(({ check, tenants }) => ({
    where: spokenTenants(result, tenants),
    check,
  }));
  return [...single, ...shared.slice(0, shownCopies)];
}

const shownCopies = 10;

function isBad({ verdict }: CheckResult): boolean {
  return verdict === 'failed' || verdict === 'errored';
}

/** Names in few words: `minimal, large ×40, 39 copies of edge, legacy-7`. */
export function spokenTenants(result: Pick<RehearsalResult, 'tenants'>, names: readonly string[]): string {
  const named = new Set(names);
  return tenantGroups(result)
    .flatMap(({ title, first, tenants }) => {
      const own = tenants.filter(({ name }) => named.has(name)).map(({ name }) => name);
      if (own.length === tenants.length) return [title];
      if (own.length <= singlyNamed) return own;
      const copies = own.filter((name) => name !== first.name).length;
      return [...(copies < own.length ? [first.name] : []), `${count(copies)} copies of ${first.name}`];
    })
    .join(', ');
}

/** More tenants of a shape than these are counted. */
const singlyNamed = 4;

function titleOf(name: string, tenants: number): string {
  return tenants === 1 ? name : `${name} ×${count(tenants)}`;
}
