import { checkIds, type RehearsalResult, type Verdict } from '../result';
import { comparisonSentence } from './comparisonText';
import { milliseconds } from './figures';
import { adviceLines } from './planAdvice';
import { projectionSentences, scorecardEntries } from './scorecard';

/** The result as GitHub-flavoured Markdown that fits a pull-request comment. */
export function renderMarkdown(result: RehearsalResult): string {
  const { tenants, projection, comparison } = result;
  const failures = tenants.flatMap(({ name, checks }) =>
    checks
      .filter(({ verdict }) => verdict === 'failed' || verdict === 'errored')
      .map((check) => ({ name, check })),
  );
  const lines = [
    `## ${icons[result.verdict]} ${cell(result.migration)}: ${result.verdict} on fixture tenants`,
    '',
    `PostgreSQL ${result.server}, ${result.model} model.`,
    '',
    row(['scorecard', '']),
    row(['---', '---']),
    ...scorecardEntries(result).map(({ name, value, meaning }) =>
      row([name, meaning === undefined ? value : `${value}. ${meaning}`]),
    ),
    '',
    ...(projection === null ? [] : [projectionSentences(projection).map(cell).join(' '), '']),
    row(['check', ...tenants.map(({ name }) => name)]),
    row(['---', ...tenants.map(() => '---')]),
    row(['rows', ...tenants.map(({ rows }) => rows.toLocaleString('en'))]),
    row(['up', ...tenants.map(({ upMs }) => milliseconds(upMs))]),
    row(['down', ...tenants.map(({ downMs }) => milliseconds(downMs))]),
    ...checkIds.map((id) =>
      row([
        `\`${id}\``,
        ...tenants.map(({ checks }) => icons[checks.find((check) => check.id === id)?.verdict ?? 'skipped']),
      ]),
    ),
    '',
    ...failures.map(({ name, check }) => `- **${check.id}** on **${name}**: ${cell(check.message)}`),
    ...(failures.length > 0 ? [''] : []),
    ...adviceLines(result).flatMap((line) => [`- ${cell(line)}`, '']),
    ...(comparison === undefined
      ? []
      : [
          cell(comparisonSentence(comparison)),
          '',
          ...comparison.changes.map((change) => `- ${cell(change)}`),
          '',
        ]),
    '<details><summary>Not checked</summary>',
    '',
    ...result.notChecked.map(({ what, why }) => `- ${cell(what)}: ${cell(why)}`),
    '',
    '</details>',
  ];
  return `${lines.join('\n')}\n`;
}

const icons: Readonly<Record<Verdict, string>> = { passed: '✅', failed: '❌', errored: '⚠️', skipped: '➖' };

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** Text from SQL or a server must not end a cell or become markup. */
function cell(text: string): string {
  return text
    .replace(/[\\|<>*_[\]]/g, (character) => (character === '|' ? '\\|' : `\\${character}`))
    .replace(/\s*\n\s*/g, ' ');
}
