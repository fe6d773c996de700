import type { Severity } from '../../../project';
import type { Range } from '../../../sql';
import type { Format } from './format';

/** Workflow commands of GitHub Actions, which become annotations on the changed lines of a pull request. */
export const githubFormat: Format = (files) =>
  files
    .flatMap(({ path, findings, errors }) => [
      ...errors.map(({ message, range }) => annotation('error', path, range, 'Tenantsafe', message)),
      ...findings
        .filter(({ suppressed }) => suppressed === null)
        .map(({ rule, severity, message, range }) =>
          annotation(levelOf(severity), path, range, rule, message),
        ),
    ])
    .join('');

function annotation(
  level: string,
  path: string,
  { start, end }: Range,
  title: string,
  message: string,
): string {
  const properties = {
    file: path,
    line: start.line + 1,
    // Columns are understood only where the range stays on one line.
    ...(start.line === end.line
      ? { col: start.character + 1, endColumn: end.character }
      : { endLine: end.line + 1 }),
    title,
  };
  const written = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapedProperty(String(value))}`,
  );
  return `::${level} ${written.join(',')}::${escaped(message)}\n`;
}

function levelOf(severity: Severity): 'error' | 'warning' | 'notice' {
  return severity === 'error' || severity === 'warning' ? severity : 'notice';
}

function escaped(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
