import { plain, table } from './markdown';

/** What a record needs of `result.json`. */
export interface RecordedRehearsal {
  readonly server: string;
  readonly model: string;
  readonly verdict: string;
  readonly finishedAt: string;
  readonly inputs: Readonly<Partial<Record<string, string | null>>>;
  readonly tenants: readonly RecordedTenant[];
  readonly scorecard: {
    readonly rollbackRehearsal: string;
    readonly blockedWriterMsMax: number | null;
    readonly blockedReaderMsMax: number | null;
  };
  readonly projection: RecordedProjection | null;
  readonly notChecked: readonly { readonly what: string; readonly why: string }[];
}

interface RecordedTenant {
  readonly name: string;
  readonly verdict: string;
  readonly rows: number;
  readonly upMs: number | null;
  readonly downMs: number | null;
  readonly checks: readonly { readonly id: string; readonly verdict: string; readonly message: string }[];
}

interface RecordedProjection {
  readonly tenants: number;
  readonly totalSeconds: number;
  readonly meanTenantSeconds: number;
  readonly largestTenantSeconds: number;
  readonly longestLockSeconds: number;
  readonly errorSeconds: number | null;
  readonly method: string;
}

/** What the test on fixture tenants showed, and what it lets expect in production. */
export function rehearsalSections(rehearsal: RecordedRehearsal): readonly string[] {
  return [...resultSection(rehearsal), ...expectationSection(rehearsal), ...openSection(rehearsal)];
}

function resultSection({
  server,
  model,
  verdict,
  finishedAt,
  tenants,
}: RecordedRehearsal): readonly string[] {
  const failures = tenants.flatMap(({ name, checks }) =>
    checks
      .filter((check) => check.verdict === 'failed' || check.verdict === 'errored')
      .map(({ id, message }) => `- \`${id}\` on ${plain(name)}: ${plain(message)}`),
  );
  const rows = tenants.map((tenant) => [
    plain(tenant.name),
    tenant.verdict,
    tenant.rows.toLocaleString('en'),
    milliseconds(tenant.upMs),
    milliseconds(tenant.downMs),
    verdictCounts(tenant),
  ]);
  return [
    '## Results on the fixture tenants',
    `${verdict === 'passed' ? 'Passed' : 'Failed'} on PostgreSQL ${plain(server)}, ${plain(model)} model, ${finishedAt.slice(0, 16).replace('T', ' ')} UTC.`,
    table(['tenant', 'verdict', 'rows', 'up', 'down', 'checks'], rows),
    ...(failures.length === 0 ? [] : [failures.join('\n')]),
  ];
}

function expectationSection({ scorecard, projection }: RecordedRehearsal): readonly string[] {
  const stood = [
    ['Writers', scorecard.blockedWriterMsMax],
    ['Readers', scorecard.blockedReaderMsMax],
  ].flatMap(([who, longest]) =>
    typeof longest === 'number' ? [`${who} stood still for at most ${longest} ms on the fixtures.`] : [],
  );
  return [
    '## Expected time per tenant',
    ...(projection === null
      ? ['There is no projection: the policy names no `production` figures, or too little was measured.']
      : [
          table(
            ['tenants', 'mean tenant', 'largest tenant', 'all', 'longest lock'],
            [
              [
                String(projection.tenants),
                seconds(projection.meanTenantSeconds),
                seconds(projection.largestTenantSeconds),
                seconds(projection.totalSeconds),
                seconds(projection.longestLockSeconds),
              ],
            ],
          ),
          `An estimate by ${plain(projection.method)}${projection.errorSeconds === null ? '' : `, which was off a measured run by ${seconds(projection.errorSeconds)}`}.`,
        ]),
    ...(stood.length === 0 ? [] : [stood.join(' ')]),
  ];
}

function openSection({ notChecked }: RecordedRehearsal): readonly string[] {
  if (notChecked.length === 0) return [];
  return ['### Not checked', notChecked.map(({ what, why }) => `- ${plain(what)}: ${plain(why)}`).join('\n')];
}

function verdictCounts({ checks }: RecordedTenant): string {
  const words = ['passed', 'failed', 'errored', 'skipped'];
  return words
    .map((word) => ({ word, count: checks.filter(({ verdict }) => verdict === word).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(', ');
}

function milliseconds(value: number | null): string {
  return value === null ? 'not run' : `${Math.round(value)} ms`;
}

function seconds(value: number): string {
  return `${value.toLocaleString('en', { maximumFractionDigits: 2 })} s`;
}
