import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import {
  createLanguageService,
  type LintEdit,
  type LintFinding,
  type LintFix,
  type LintedFile,
  type WorkspaceFiles,
} from '../../server/src/service';
import { SourceText } from '../../server/src/sql';

/** A migration with all that a finding about it may hang on. */
export interface Example {
  readonly framework: 'flyway' | 'plain';
  /** YAML that is laid over the policy of all examples. */
  readonly policy: string | undefined;
  /** Whether the history begins with the example schema. */
  readonly onExampleSchema: boolean;
  /** Earlier migrations, oldest first. */
  readonly history: readonly string[];
  readonly migration: string;
  readonly rollback: string | undefined;
  /** Whether the earlier migrations have rollbacks. */
  readonly rollbacksElsewhere: boolean;
  /** Which of the two is linted. */
  readonly linted: 'migration' | 'rollback';
  /** Further files by path. */
  readonly files: ReadonlyMap<string, string>;
}

export const exampleDefaults: Omit<Example, 'migration'> = {
  framework: 'flyway',
  policy: undefined,
  onExampleSchema: true,
  history: [],
  rollback: undefined,
  rollbacksElsewhere: false,
  linted: 'migration',
  files: new Map(),
};

/** Findings of an example, and the same again after a fix. */
export interface LintedExample {
  readonly path: string;
  readonly text: string;
  readonly result: LintedFile;
  withFix(fix: LintFix): LintedExample;
}

export function lintExample(example: Example): LintedExample {
  const { files, path } = workspaceOf(example);
  return lintFiles(files, path);
}

export function findingsOf(linted: LintedExample, rule: string): readonly LintFinding[] {
  return linted.result.findings.filter((finding) => finding.rule === rule);
}

const exampleSql = (name: string) =>
  readFileSync(new URL(`../../docs/rules/${name}.sql`, import.meta.url), 'utf8');

const rowTenancy = {
  model: 'row',
  tenantColumn: 'tenant_id',
  tenantTable: 'tenants',
  setting: 'app.tenant_id',
  appRole: 'app_user',
  rls: 'required',
  sharedTables: ['plans'],
};

/** What an example starts from, by the model that its policy names. */
interface ExampleProject {
  readonly tenancy: object;
  /** The first migration of `db/migrations`. */
  readonly schema: string;
  /** The first migration of `db/shared`, a folder that runs once; undefined where there is none. */
  readonly shared: string | undefined;
}

const exampleProjects: Readonly<Record<string, ExampleProject>> = {
  row: { tenancy: rowTenancy, schema: exampleSql('example-schema'), shared: undefined },
  schema: {
    tenancy: { model: 'schema', schemas: ['tenant_*'], appRole: 'app_user' },
    schema: exampleSql('example-tenant'),
    shared: exampleSql('example-shared'),
  },
  database: {
    tenancy: { model: 'database', appRole: 'app_user' },
    schema: exampleSql('example-tenant'),
    shared: undefined,
  },
};

type Texts = ReadonlyMap<string, string>;

function lintFiles(texts: Texts, path: string): LintedExample {
  const files: WorkspaceFiles = {
    paths: [...texts.keys()],
    text: (each) => texts.get(each),
    problem: () => undefined,
  };
  const result = createLanguageService().lint({ files, today: '2030-01-01' }, path);
  const text = texts.get(path) ?? '';
  return { path, text, result, withFix: (fix) => lintFiles(applied(texts, fix.edits), path) };
}

function workspaceOf(example: Example): { readonly files: Texts; readonly path: string } {
  const { framework, history, migration, rollback } = example;
  const project = projectOf(example);
  const files = new Map(example.files);
  files.set('tenantsafe.yaml', stringify(policyOf(example, project)));
  if (project.shared !== undefined) {
    files.set(pathOf(framework, 1, 'history', 'up', 'db/shared'), project.shared);
  }
  const earlier = [...(example.onExampleSchema ? [project.schema] : []), ...history];
  earlier.forEach((sql, place) => {
    files.set(pathOf(framework, place + 1, 'history', 'up'), sql);
    if (!example.rollbacksElsewhere) return;
    files.set(
      pathOf(framework, place + 1, 'history', 'down'),
      '-- irreversible: the beginning of all things',
    );
  });
  const version = earlier.length + 1;
  const up = pathOf(framework, version, 'change', 'up');
  const down = pathOf(framework, version, 'change', 'down');
  files.set(up, migration);
  if (rollback !== undefined) files.set(down, rollback);
  return { files, path: example.linted === 'migration' ? up : down };
}

function pathOf(
  framework: Example['framework'],
  version: number,
  title: string,
  direction: 'up' | 'down',
  folder = 'db/migrations',
): string {
  const number = String(version).padStart(4, '0');
  const name =
    framework === 'plain'
      ? `${number}_${title}.${direction}.sql`
      : `${direction === 'up' ? 'V' : 'U'}${number}__${title}.sql`;
  return `${folder}/${name}`;
}

function policyOf({ framework, policy }: Example, { tenancy, shared }: ExampleProject): unknown {
  const folders = [
    ...(shared === undefined ? [] : [{ path: 'db/shared', framework, scope: 'shared' }]),
    { path: 'db/migrations', framework },
  ];
  const base = { engine: 'postgresql', version: 16, tenancy, migrations: folders };
  return policy === undefined ? base : laidOver(base, parse(policy));
}

function projectOf({ policy }: Example): ExampleProject {
  const written: unknown = policy === undefined ? undefined : parse(policy);
  const tenancy = isMap(written) ? written['tenancy'] : undefined;
  const model = isMap(tenancy) && typeof tenancy['model'] === 'string' ? tenancy['model'] : 'row';
  const project = exampleProjects[model];
  if (project === undefined) throw new Error(`there are no examples of the model "${model}"`);
  return project;
}

/** Maps are merged key by key, anything else is replaced; a null takes a key away. */
function laidOver(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = laidOver(merged[key], value);
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function applied(texts: Texts, edits: readonly LintEdit[]): Texts {
  const result = new Map(texts);
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const ofFile = edits.filter((edit) => edit.path === path);
    const created = ofFile.find((edit) => edit.create === true);
    if (created !== undefined && result.has(path)) throw new Error(`the fix would overwrite ${path}`);
    result.set(path, created?.newText ?? editedText(texts.get(path), path, ofFile));
  }
  return result;
}

function editedText(text: string | undefined, path: string, edits: readonly LintEdit[]): string {
  if (text === undefined) throw new Error(`the fix edits ${path}, which does not exist`);
  const source = new SourceText(text);
  const spans = edits
    .map(({ range, newText }, place) => ({
      start: source.offsetAt(range.start),
      end: source.offsetAt(range.end),
      newText,
      place,
    }))
    .sort((left, right) => right.start - left.start || right.place - left.place);
  return spans.reduce(
    (current, { start, end, newText }) => current.slice(0, start) + newText + current.slice(end),
    text,
  );
}
