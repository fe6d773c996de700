import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const project = fileURLToPath(new URL('../../', import.meta.url));
const id = 'pg-some-hazard';

/** Longest time for a compiler or a test run of its own. */
const patience = 180_000;

let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'tenantsafe-new-rule-'));
  for (const path of [
    'server/src',
    'server/package.json',
    'server/tsconfig.json',
    'test/rules',
    'test/docs/rulePage.ts',
    'test/docs/rules.test.ts',
    'docs/rules',
    'scripts/new-rule.mjs',
    'package.json',
    'tsconfig.base.json',
    'eslint.config.mjs',
    '.prettierrc.json',
    'vitest.config.mts',
  ]) {
    cpSync(join(project, path), join(copy, path), { recursive: true });
  }
  for (const folder of ['node_modules', 'server/node_modules']) {
    // npm puts a package into the workspace's own folder only where the root holds another version of it.
    if (existsSync(join(project, folder))) symlinkSync(join(project, folder), join(copy, folder), 'dir');
  }
  execFileSync(process.execPath, ['scripts/new-rule.mjs', id, '--root', copy], { cwd: copy });
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Runs a tool of node_modules in the copy and tells how it ended. */
function run(tool: string, ...options: readonly string[]) {
  // The tests of the copy are a run of their own, not a part of this one.
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'));
  const result = spawnSync(join(project, 'node_modules/.bin', tool), options, {
    cwd: copy,
    encoding: 'utf8',
    env: Object.fromEntries(environment),
    timeout: patience,
  });
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
}

describe('what new-rule writes', () => {
  it('compiles', { timeout: patience }, () => {
    const files = ['server/src/rules/index.ts', `server/src/rules/postgres/${id}.ts`];
    expect(compilerErrors(files.map((file) => join(copy, file)))).toEqual([]);
  });

  it('passes the lint', { timeout: patience }, () => {
    const files = ['server/src/rules/index.ts', `server/src/rules/postgres/${id}.ts`];
    expect(run('eslint', ...files).output).toBe('');
    expect(run('prettier', '--check', ...files, 'docs/rules').output).toContain(
      'All matched files use Prettier',
    );
  });

  it('has tests that fail only where something is left to write', { timeout: patience }, () => {
    run('vitest', 'run', '--project', 'unit', '--reporter', 'json', '--outputFile', 'result.json', '-t', id);
    const results = testResults(join(copy, 'result.json'));
    const ofRule = results.filter(({ status }) => status !== 'skipped');
    expect(Object.fromEntries(ofRule.map(({ title, status }) => [title, status]))).toMatchObject({
      'hazard.sql': 'failed',
      'no-hazard.sql': 'passed',
      'has a page that begins with its id and its summary in one sentence': 'passed',
      'tells its severity, its category and whether it mends what it finds': 'passed',
    });
    const left = ofRule.filter(({ status }) => status === 'failed').map(({ title }) => title);
    expect(left).toHaveLength(2);
    expect(left.join()).toMatch(/example on line \d+ is 'invalid'/);
  });

  it('is refused a second time, and for an id without a room', () => {
    const again = (ruleId: string) =>
      spawnSync(process.execPath, ['scripts/new-rule.mjs', ruleId, '--root', copy], {
        cwd: copy,
        encoding: 'utf8',
      });
    expect(again(id)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('exists already') as string,
    });
    expect(again('some-hazard')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('npm run new-rule') as string,
    });
  });
});

/** Checks these files only, with the compiler's options of the project; what they import is taken as it is. */
function compilerErrors(files: readonly string[]): readonly string[] {
  const configuration: unknown = ts.readConfigFile(join(copy, 'tsconfig.base.json'), (path) =>
    ts.sys.readFile(path),
  ).config;
  const { options } = ts.parseJsonConfigFileContent(configuration, ts.sys, copy);
  const program = ts.createProgram(files, { ...options, composite: false, noEmit: true });
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    if (source === undefined) return [`${file} is missing`];
    return ts
      .getPreEmitDiagnostics(program, source)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  });
}

interface TestResult {
  readonly title: string;
  readonly status: string;
}

function testResults(file: string): readonly TestResult[] {
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly testResults: readonly { readonly assertionResults: readonly TestResult[] }[];
  };
  return report.testResults.flatMap(({ assertionResults }) => assertionResults);
}
