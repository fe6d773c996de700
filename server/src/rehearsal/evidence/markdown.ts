import { checkIds, type RehearsalResult, type Verdict } from '../result';
import { comparisonSentence } from './comparisonText';
import { milliseconds } from './figures';
import { adviceLines } from './planAdvice';
import { projectionSentences, scorecardEntries } from './scorecard';
import { failuresOf, groupVerdict, middleOf, tenantGroups, type GroupVerdict } from './tenantGroups';

/** The result as GitHub-flavoured Markdown that fits a pull-request comment. */
export function renderMarkdown(result: RehearsalResult): string {
  const { projection, comparison } = result;
  const groups = tenantGroups(result);
  const failures = failuresOf(result);
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
    row(['check', ...groups.map(({ title }) => title)]),
    row(['---', ...groups.map(() => '---')]),
    row(['rows', ...groups.map(({ first }) => first.rows.toLocaleString('en'))]),
    row(['up', ...groups.map((group) => milliseconds(middleOf(group, ({ upMs }) => upMs)))]),
    row(['down', ...groups.map((group) => milliseconds(middleOf(group, ({ downMs }) => downMs)))]),
    ...checkIds.map((id) => row([`\`${id}\``, ...groups.map((group) => icon(groupVerdict(group, id)))])),
    '',
    ...failures.map(({ where, check }) => `- **${check.id}** on **${where}**: ${cell(check.message)}`),
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

function icon({ verdict, share }: GroupVerdict): string {
  return share === undefined ? icons[verdict] : `${icons[verdict]} ${share}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** Text from SQL or a server must not end a cell or become markup. */
function cell(text: string): string {
  return text
    .replace(/[\\|<>*_[\]]/g, (character) => (character === '|' ? '\\|' : `\\${character}`))
    .replace(/\s*\n\s*/g, ' ');
}
