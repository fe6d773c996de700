import type { LintFinding } from '../../server/src/service';
import { exampleDefaults, type Example } from './exampleWorkspace';

/** A finding that a fixture expects, as its caret comment says it. */
export interface ExpectedFinding {
  readonly rule: string;
  readonly severity: string;
  readonly fix: 'fix' | 'no fix';
  /** Zero-based line in the linted text. */
  readonly line: number;
  readonly start: number;
  /** Undefined where the finding goes on into another line. */
  readonly end: number | undefined;
}

export interface Fixture {
  readonly example: Example;
  readonly expected: readonly ExpectedFinding[];
}

/**
 * Reads an annotated SQL file. Its first line states what it expects: `-- expects findings` or `-- expects nothing`; an
 * `-- on an empty schema`, `-- framework: plain` or `-- with rollbacks elsewhere` may follow. Sections begin with `--- history` (may repeat),
 * `--- policy` (YAML in comments), `--- file PATH`, `--- migration` and `--- rollback`; a section named with
 * ` (linted)` behind it is the one to lint, else the migration. Under the code stand the findings:
 *
 *     CREATE INDEX ON accounts (email);
 *     --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-index-not-concurrent warning fix
 *
 * Carets that touch the dashes count the dashes in; `…` behind them says that the finding goes on into other lines.
 */
export function readFixture(text: string): Fixture {
  const [first = '', ...lines] = text.split('\n');
  const expects = /^-- expects (findings|nothing)\b/.exec(first)?.[1];
  if (expects === undefined) {
    throw new Error('the first line must say "-- expects findings" or "-- expects nothing"');
  }
  const sections = sectionsOf(lines);
  const header = sections[0]?.lines.join('\n') ?? '';
  const textOf = (name: string) => sections.find((section) => section.name === name)?.lines.join('\n');
  const linted = sections.some(({ name }) => name === 'rollback (linted)') ? 'rollback' : 'migration';
  const policy = textOf('policy')?.replaceAll(/^-- ?/gm, '');
  const { code, expected } = readAnnotations(
    (linted === 'rollback' ? textOf('rollback (linted)') : textOf('migration')) ?? '',
  );
  if ((expects === 'findings') !== expected.length > 0) {
    throw new Error(`the first line says "${expects}", and ${expected.length} findings are marked`);
  }
  const migration = textOf('migration');
  if (migration === undefined) throw new Error('there is no section "--- migration"');
  return {
    expected,
    example: {
      ...exampleDefaults,
      framework: /^-- framework: plain$/m.test(header) ? 'plain' : 'flyway',
      policy,
      onExampleSchema: !/^-- on an empty schema$/m.test(header),
      rollbacksElsewhere: /^-- with rollbacks elsewhere$/m.test(header),
      history: sections.filter(({ name }) => name === 'history').map((section) => section.lines.join('\n')),
      migration: linted === 'migration' ? code : migration,
      rollback: linted === 'rollback' ? code : textOf('rollback'),
      linted,
      files: new Map(
        sections.flatMap(({ name, lines: content }): [string, string][] =>
          name.startsWith('file ') ? [[name.slice('file '.length), uncommented(content)]] : [],
        ),
      ),
    },
  };
}

/** What a finding is, in the form in which fixtures write it. */
export function asExpected(finding: LintFinding): ExpectedFinding {
  const { start, end } = finding.range;
  return {
    rule: finding.rule,
    severity: finding.severity,
    fix: finding.fixes.length > 0 ? 'fix' : 'no fix',
    line: start.line,
    start: start.character,
    end: end.line === start.line ? end.character : undefined,
  };
}

/** `4:0-32 pg-index-not-concurrent warning fix`, lines counted from 1. */
export function spoken({ rule, severity, fix, line, start, end }: ExpectedFinding): string {
  return `${line + 1}:${start}-${end ?? '…'} ${rule} ${severity} ${fix}`;
}

function sectionsOf(
  lines: readonly string[],
): readonly { readonly name: string; readonly lines: string[] }[] {
  const sections = [{ name: '', lines: [] as string[] }];
  for (const line of lines) {
    const name = /^--- (.+?)\s*$/.exec(line)?.[1];
    if (name === undefined) sections.at(-1)?.lines.push(line);
    else sections.push({ name, lines: [] });
  }
  return sections;
}

function readAnnotations(text: string): {
  readonly code: string;
  readonly expected: readonly ExpectedFinding[];
} {
  const code: string[] = [];
  const expected: ExpectedFinding[] = [];
  for (const line of text.split('\n')) {
    const annotation = annotationOn(line, code.length - 1);
    if (annotation === undefined) code.push(line);
    else expected.push(annotation);
  }
  return { code: code.join('\n'), expected };
}

function annotationOn(text: string, line: number): ExpectedFinding | undefined {
  const match = /^(\s*)--(\s*)(\^+)(…?) ?(.*)$/.exec(text);
  if (match === null) return undefined;
  const [, indent = '', gap = '', carets = '', ellipsis = '', words = ''] = match;
  const [rule = '', severity = '', ...fix] = words.trim().split(/\s+/);
  if (!/^(?:error|warning|info|hint)$/.test(severity)) {
    throw new Error(`"${text.trim()}" does not read: carets, rule, severity and "fix" where it has one`);
  }
  const start = indent.length + (gap === '' ? 0 : 2 + gap.length);
  const end = indent.length + 2 + gap.length + carets.length;
  return {
    rule,
    severity,
    fix: fix[0] === 'fix' ? 'fix' : 'no fix',
    line,
    start,
    end: ellipsis === '' ? end : undefined,
  };
}

function uncommented(lines: readonly string[]): string {
  return lines.map((line) => line.replace(/^-- ?/, '')).join('\n');
}
