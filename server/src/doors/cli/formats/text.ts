import { createColors } from 'picocolors';
import type { Severity } from '../../../project';
import type { LintFinding, LintedFile } from '../../../service';
import { summaryOf } from '../../lintJson';
import type { Format, FormatContext } from './format';

type Colours = ReturnType<typeof createColors>;

/** For people: each finding with its place, the line it is about, and what to do. */
export const textFormat: Format = (files, context) => {
  const colours = createColors(context.colours);
  const withSomething = files.filter(({ findings, errors }) => errors.length > 0 || findings.some(isActive));
  return [...withSomething.map((file) => fileText(file, context, colours)), summaryText(files, colours)].join(
    '\n',
  );
};

function isActive({ suppressed }: LintFinding): boolean {
  return suppressed === null;
}

function fileText(file: LintedFile, context: FormatContext, colours: Colours): string {
  const lines = context.text(file.path)?.split(/\r?\n/) ?? [];
  const errors = file.errors.map(({ message, range }) => ({
    range,
    label: colours.red('error'),
    title: '',
    message,
    hint: '',
  }));
  const findings = file.findings.filter(isActive).map((finding) => ({
    range: finding.range,
    label: severityText(finding.severity, colours),
    title: colours.bold(finding.rule),
    message: finding.message,
    hint: hintAt(finding, colours),
  }));
  const entries = [...errors, ...findings].map(({ range, label, title, message, hint }) => {
    const { line, character } = range.start;
    const excerpt = lines[line]?.trim() ?? '';
    return [
      `  ${colours.dim(`${line + 1}:${character + 1}`)}  ${[label, title].filter(Boolean).join('  ')}`,
      ...(excerpt === '' ? [] : [`      ${colours.dim(`| ${excerpt}`)}`]),
      `      ${message}${hint}`,
    ].join('\n');
  });
  return [colours.underline(file.path), ...entries, ''].join('\n');
}

/** What would mend the finding, or why that could not be worked out. */
function hintAt({ fixes, fixProblem }: LintFinding, colours: Colours): string {
  if (fixProblem !== undefined) return colours.dim(` (${fixProblem})`);
  return fixes.length === 0 ? '' : colours.dim(` (fix: ${fixes.map(({ title }) => title).join('; ')})`);
}

function severityText(severity: Severity, colours: Colours): string {
  switch (severity) {
    case 'error':
      return colours.red(severity);
    case 'warning':
      return colours.yellow(severity);
    case 'info':
      return colours.blue(severity);
    case 'hint':
      return colours.dim(severity);
  }
}

function summaryText(files: readonly LintedFile[], colours: Colours): string {
  const summary = summaryOf(files);
  const broken = files.reduce((sum, { errors }) => sum + errors.length, 0);
  const counts = [
    counted(broken, 'problem', 'that kept SQL from being judged'),
    counted(summary.error, 'error'),
    counted(summary.warning, 'warning'),
    counted(summary.info, 'note'),
    counted(summary.hint, 'hint'),
  ].filter((count) => count !== '');
  const suppressed = summary.suppressed === 0 ? '' : ` (${summary.suppressed} suppressed)`;
  const found = counts.length === 0 ? colours.green('nothing found') : counts.join(', ');
  return `${summary.files} ${summary.files === 1 ? 'file' : 'files'}: ${found}${suppressed}\n`;
}

function counted(count: number, noun: string, addition = ''): string {
  if (count === 0) return '';
  return [`${count} ${noun}${count === 1 ? '' : 's'}`, addition].filter(Boolean).join(' ');
}
