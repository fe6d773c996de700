import picomatch from 'picomatch';
import { versionOfBaseline } from './history';
import type { Migration, ProjectProblem } from './model';
import type { DocumentKeys } from './yamlDocument';
import type { LoadedPolicy } from './policyFile';
import type { Engine, Policy } from './policyModel';

/** What the schema cannot see in a policy file: values that depend on each other, on the project or on the calendar. */
export function checkPolicy(
  loaded: LoadedPolicy,
  policy: Policy,
  migrations: readonly Migration[],
): readonly ProjectProblem[] {
  const problem = (keys: DocumentKeys, message: string): ProjectProblem => ({
    concerns: 'policy',
    path: loaded.path,
    span: loaded.spanOfValue(keys),
    message,
  });
  return [
    ...checkVersion(loaded, policy.engine, problem),
    ...checkTenancy(policy, problem),
    ...checkBaseline(policy, migrations, problem),
    ...checkExceptions(policy, problem),
    ...checkGlobs(loaded, problem),
  ];
}

type MakeProblem = (keys: DocumentKeys, message: string) => ProjectProblem;

const versionForms: Readonly<
  Record<Engine, { readonly form: RegExp; readonly oldest: number; readonly example: string }>
> = {
  postgresql: { form: /^\d+(\.\d+)?$/, oldest: 12, example: '`16` or `16.4`' },
  mysql: { form: /^\d+\.\d+(\.\d+)?$/, oldest: 8, example: '`8.0.29` or `8.4`' },
  mariadb: { form: /^\d+\.\d+(\.\d+)?$/, oldest: 10, example: '`10.11` or `11.4`' },
};

function checkVersion(loaded: LoadedPolicy, engine: Engine, problem: MakeProblem): readonly ProjectProblem[] {
  const { version } = loaded.input;
  if (version === undefined) return [];
  const { form, oldest, example } = versionForms[engine];
  if (!form.test(version)) {
    return [problem(['version'], `\`${version}\` is not a version of ${engine}: write it like ${example}`)];
  }
  if (Number.parseInt(version, 10) < oldest) {
    return [
      problem(
        ['version'],
        `${engine} ${version} is older than what Tenantsafe knows: write ${oldest} or newer`,
      ),
    ];
  }
  return [];
}

function checkTenancy({ tenancy }: Policy, problem: MakeProblem): readonly ProjectProblem[] {
  const { model, tenantColumns, schemas, become, memberTable } = tenancy;
  const problems: ProjectProblem[] = [];
  if (model === 'row' && tenantColumns.length === 0) {
    problems.push(
      problem(
        ['tenancy', 'model'],
        'model `row` needs the column that says whose a row is, and the history shows none: add `tenantColumn: …`',
      ),
    );
  }
  if (model === 'schema' && schemas.length === 0) {
    problems.push(
      problem(
        ['tenancy', 'model'],
        'model `schema` needs patterns of the tenant schemas, and the history shows none: add `schemas: ["tenant_*"]`',
      ),
    );
  }
  if (become?.includes(':member') === true && memberTable === undefined) {
    problems.push(
      problem(['tenancy', 'become'], '`:member` has no table to come from: add `memberTable: …`'),
    );
  }
  return problems;
}

function checkBaseline(
  { baseline }: Policy,
  migrations: readonly Migration[],
  problem: MakeProblem,
): readonly ProjectProblem[] {
  if (baseline === undefined || migrations.length === 0) return [];
  if (versionOfBaseline(baseline, migrations) !== undefined) return [];
  return [
    problem(
      ['baseline'],
      `\`${baseline}\` is no version: write the version of a migration, such as \`${migrations[0]?.version ?? ''}\``,
    ),
  ];
}

function checkExceptions({ exceptions }: Policy, problem: MakeProblem): readonly ProjectProblem[] {
  return exceptions.flatMap(({ expires }, index) => {
    if (expires === undefined || isDate(expires)) return [];
    return problem(['exceptions', index, 'expires'], `\`${expires}\` is not a date: write it as YYYY-MM-DD`);
  });
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function checkGlobs({ input }: LoadedPolicy, problem: MakeProblem): readonly ProjectProblem[] {
  const globs: readonly (readonly [DocumentKeys, string | null | undefined])[] = [
    [['fixtures', 'queries'], input.fixtures?.queries],
    [['fixtures', 'sample'], input.fixtures?.sample],
    ...(input.tenancy?.schemas ?? []).map((glob, index) => [['tenancy', 'schemas', index], glob] as const),
  ];
  return globs.flatMap(([keys, glob]) => {
    if (glob === undefined || glob === null || isGlob(glob)) return [];
    return problem(keys, `\`${glob}\` is no valid pattern: close its brackets`);
  });
}

function isGlob(glob: string): boolean {
  try {
    picomatch.makeRe(glob, { strictBrackets: true });
    return true;
  } catch {
    return false;
  }
}
