import { createHash } from 'node:crypto';
import type { RehearsalFacts } from './assembleResult';
import { checkCopy, checkResult, checks, takeCensus, type Copy } from './checks';
import type { FixtureTenant } from './fixture';
import type { CheckResult, TenantResult, Verdict } from './result';
import type { Trial } from './trial/trial';

/** Judges every tenant: the first of each shape by all checks, and then the copies by those that can differ. */
export function tenantResults(facts: RehearsalFacts): readonly TenantResult[] {
  const { trials, fleet, policy, migration, onEvent } = facts;
  const { together, alone: everyAlone } = trials;
  const census = takeCensus(trials, fleet);
  const members = new Map(fleet?.members.map((member) => [member.tenant.name, member]));
  const firsts = everyAlone.flatMap((alone) =>
    alone.fixture.tenants.map((tenant) => {
      const member = members.get(tenant.name);
      members.delete(tenant.name);
      const subject = { tenant, alone, everyAlone, together, member, census, policy, migration };
      const result = firstResult(
        tenant,
        alone,
        checks.map((check) => checkResult(check, subject)),
      );
      onEvent({ kind: 'tenantFinished', tenant: tenant.name, verdict: result.verdict });
      return result;
    }),
  );
  const rolledOut = [...members.values()].map((member): Copy => {
    return { tenant: member.tenant, run: { kind: 'own', member }, census };
  });
  const shared = (together?.fixture.copies ?? []).flatMap((tenant): readonly Copy[] =>
    together === undefined ? [] : [{ tenant, run: { kind: 'shared', trial: together }, census }],
  );
  return [...firsts, ...[...rolledOut, ...shared].map((copy) => copyResult(copy, everyAlone))];
}

function firstResult(tenant: FixtureTenant, alone: Trial, results: readonly CheckResult[]): TenantResult {
  return {
    ...headOf(tenant, results),
    upMs: alone.up.run.failure === undefined ? tenths(alone.up.run.ms) : null,
    downMs:
      alone.down === undefined || alone.down.run.failure !== undefined ? null : tenths(alone.down.run.ms),
    checksum: checksumOf(alone),
    tables: tenant.tables,
    checks: results,
  };
}

/** In a run for all tenants no time is one tenant's own. */
function copyResult(copy: Copy, everyAlone: readonly Trial[]): TenantResult {
  const { tenant, run } = copy;
  const results = checkCopy(copy);
  const first = everyAlone.find(({ fixture }) => fixture.name === tenant.shape);
  const source = run.kind === 'shared' ? run.trial : first;
  const ms = run.kind === 'own' && run.member.end.kind === 'migrated' ? run.member.end.ms : null;
  return {
    ...headOf(tenant, results),
    upMs: ms === null ? null : tenths(ms),
    downMs: null,
    checksum: source === undefined ? '' : checksumOf(source),
    tables: tenant.tables,
    checks: results,
  };
}

function headOf(
  { name, shape, tables }: FixtureTenant,
  results: readonly CheckResult[],
): Pick<TenantResult, 'name' | 'shape' | 'verdict' | 'rows'> {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return { name, shape, verdict: verdictOf(results), rows };
}

/** Skipped checks are said to be skipped; they make no tenant fail, and no tenant pass by themselves. */
function verdictOf(results: readonly CheckResult[]): Verdict {
  const verdicts = new Set(results.map(({ verdict }) => verdict));
  return (['failed', 'errored', 'passed'] as const).find((verdict) => verdicts.has(verdict)) ?? 'skipped';
}

function checksumOf(trial: Trial): string {
  const hashes = [...trial.before.data.tables].map(([relation, { hash }]) => `${relation}=${hash}`);
  return `sha256:${createHash('sha256').update(hashes.join('\n')).digest('hex')}`;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
