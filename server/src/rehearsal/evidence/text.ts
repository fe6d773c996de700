import Table from 'cli-table3';
import pc from 'picocolors';
import {
  checkIds,
  type CheckResult,
  type RehearsalResult,
  type StatementResult,
  shownTenant,
} from '../result';
import { comparisonSentence } from './comparisonText';
import { milliseconds } from './figures';
import { adviceLines } from './planAdvice';
import { projectionSentences, scorecardEntries } from './scorecard';
import { failuresOf, groupVerdict, middleOf, tenantGroups, type GroupVerdict } from './tenantGroups';

/** How the text is decorated: colours only on a terminal. */
export interface TextStyle {
  readonly colours: boolean;
}

/** The result for a terminal: tenants by checks, what was locked for how long, what went wrong, what was not checked. */
export function renderText(result: RehearsalResult, style: TextStyle): string {
  const paint = pc.createColors(style.colours);
  const heading = (text: string) => paint.bold(text);
  const verdict = result.verdict === 'passed' ? paint.green('passed') : paint.red(result.verdict);
  const sections = [
    `${heading(result.migration)} ${verdict} on PostgreSQL ${result.server}, ${result.model} model, ${seconds(result)} s`,
    checkTable(result, paint),
    heading('What stood still'),
    statementTable(result, paint),
    heading('Scorecard'),
    scorecardText(result, paint),
    ...failures(result, paint),
    ...sinceLast(result, heading),
    ...(result.notChecked.length === 0
      ? []
      : [heading('Not checked'), result.notChecked.map(({ what, why }) => `  ${what}: ${why}`).join('\n')]),
  ];
  return `${sections.join('\n\n')}\n`;
}

type Paint = ReturnType<typeof pc.createColors>;

/** One row a check, one column a tenant, or all tenants of a shape. */
function checkTable(result: RehearsalResult, paint: Paint): string {
  const groups = tenantGroups(result);
  const table = plainTable(['', ...groups.map(({ title }) => title)], paint);
  const row = (title: string, cells: readonly string[]) => table.push([title, ...cells]);
  row(
    'rows',
    groups.map(({ first }) => first.rows.toLocaleString('en')),
  );
  row(
    'up',
    groups.map((group) => milliseconds(middleOf(group, ({ upMs }) => upMs))),
  );
  row(
    'down',
    groups.map((group) => milliseconds(middleOf(group, ({ downMs }) => downMs))),
  );
  for (const id of checkIds) {
    row(
      id,
      groups.map((group) => mark(groupVerdict(group, id), paint)),
    );
  }
  const note = groups.some(({ tenants }) => tenants.length > 1)
    ? `\n${paint.dim('  Copies have apply and tenant-drift; all other checks are of the first tenant of each shape.')}`
    : '';
  return `${table.toString()}${note}`;
}

function mark({ verdict, share }: GroupVerdict, paint: Paint): string {
  const some = share === undefined ? '' : ` ${share}`;
  switch (verdict) {
    case 'passed':
      return paint.green('passed');
    case 'failed':
      return paint.red(paint.bold(`FAILED${some}`));
    case 'errored':
      return paint.red(`errored${some}`);
    case 'skipped':
      return paint.dim('skipped');
  }
}

function statementTable(result: RehearsalResult, paint: Paint): string {
  const shown = shownTenant(result);
  const statements = result.statements.filter(({ tenant }) => tenant === shown);
  if (statements.length === 0) return '  No statement ran to its end.';
  const table = plainTable(
    ['statement', 'ms', 'locks', 'held ms', 'reads blocked', 'writes blocked', 'rewritten', 'read in full'],
    paint,
  );
  for (const statement of statements) {
    table.push([
      `${statement.direction} ${statement.index + 1}`,
      statement.ms.toFixed(1),
      statement.locks.map(({ relation, mode }) => `${mode} ${relation}`).join('\n') || '–',
      held(statement),
      milliseconds(statement.blockedReadsMs),
      milliseconds(statement.blockedWritesMs),
      statement.rewrites.join('\n') || '–',
      statement.scans.join('\n') || '–',
    ]);
  }
  const disagreements = statements.flatMap(({ direction, index, predicted }) =>
    predicted.differences.map((difference) => `  ${direction} ${index + 1}: ${difference}`),
  );
  const note = disagreements.length === 0 ? '' : `\n  Other than predicted:\n${disagreements.join('\n')}`;
  const advice = adviceLines(result).map((line) => `\n  ${line}`);
  return `${table.toString()}${note}${advice.join('')}`;
}

function held({ heldMs }: StatementResult): string {
  if (heldMs === null) return '–';
  const [least, most] = heldMs;
  return `${least.toFixed(0)}–${most.toFixed(0)}`;
}

function scorecardText(result: RehearsalResult, paint: Paint): string {
  const entries = scorecardEntries(result);
  const width = Math.max(...entries.map(({ name }) => name.length));
  const lines = entries.flatMap(({ name, value, meaning }) => [
    `  ${name.padEnd(width)}  ${value}`,
    ...(meaning === undefined ? [] : [paint.dim(`  ${' '.repeat(width)}  ${meaning}`)]),
  ]);
  const { projection } = result;
  const forecast =
    projection === null ? [] : projectionSentences(projection).map((sentence) => `  ${sentence}`);
  return [...lines, ...forecast].join('\n');
}

function failures(result: RehearsalResult, paint: Paint): readonly string[] {
  const wrong = failuresOf(result).map(({ where, check }) => describeFailure(where, check, paint));
  return wrong.length === 0 ? [] : [paint.bold('What failed'), wrong.join('\n')];
}

function describeFailure(tenant: string, check: CheckResult, paint: Paint): string {
  const lines = check.sample.slice(0, 3).map((line) => `      ${line}`);
  const rest = check.sample.length > 3 ? [`      … and ${check.sample.length - 3} more in the report`] : [];
  return [`  ${paint.red(check.id)} on ${paint.bold(tenant)}: ${check.message}`, ...lines, ...rest].join(
    '\n',
  );
}

function sinceLast({ comparison }: RehearsalResult, heading: (text: string) => string): readonly string[] {
  if (comparison === undefined) return [];
  const changes = comparison.changes.map((change) => `  ${change}`);
  return [heading('Since the last run'), [`  ${comparisonSentence(comparison)}`, ...changes].join('\n')];
}

function plainTable(head: string[], paint: Paint): Table.Table {
  return new Table({
    head: head.map((title) => paint.bold(title)),
    style: { head: [], border: [], compact: true, 'padding-left': 1, 'padding-right': 1 },
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: ' ',
    },
  });
}

function seconds({ startedAt, finishedAt }: RehearsalResult): string {
  return ((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000).toFixed(1);
}
