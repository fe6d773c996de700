import { readdirSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadProject } from '../../../server/src/project';
import { createLanguageService, type WorkspaceFiles } from '../../../server/src/service';
import { loadPostgresParser } from '../../../server/src/sql';

beforeAll(loadPostgresParser);

const workspaces = fileURLToPath(new URL('../../workspaces/', import.meta.url));

function workspace(name: string): WorkspaceFiles {
  const root = `${workspaces}${name}`;
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, `${entry.parentPath}/${entry.name}`).split(sep).join('/'))
    .sort();
  return {
    paths,
    text: (path) => (paths.includes(path) ? readFileSync(`${root}/${path}`, 'utf8') : undefined),
    problem: () => undefined,
  };
}

/** `severity rule` of each finding in a file of a sample workspace. */
function findingsIn(name: string, path: string): readonly string[] {
  const linted = createLanguageService().lint({ files: workspace(name), today: '2030-01-01' }, path);
  expect(linted.errors).toEqual([]);
  return linted.findings.map(({ severity, rule }) => `${severity} ${rule}`);
}

/** Of the rules for the model at hand; the general ones have a say too. */
function tenancyFindingsIn(name: string, path: string): readonly string[] {
  return findingsIn(name, path).filter((finding) => finding.includes('tenant-'));
}

describe.each(['schema-flyway', 'database-flyway'])('%s', (name) => {
  it('opens without problems', () => {
    expect(loadProject(workspace(name)).problems).toEqual([]);
  });

  it('has a history and a newest migration that the rules for its model find nothing in', () => {
    const project = loadProject(workspace(name));
    const found = project.migrations.flatMap(({ up }) => tenancyFindingsIn(name, up.path));
    expect(found).toEqual([]);
  });
});

it('takes no column for the tenant’s where folders set tenants apart', () => {
  const texts: Readonly<Record<string, string>> = {
    'db/migration/default/V1__a.sql': 'CREATE TABLE tenants (tenant_id uuid PRIMARY KEY, schema_name text);',
    'db/migration/tenants/V1__b.sql': 'CREATE TABLE people (id int PRIMARY KEY);',
  };
  const { policy, problems } = loadProject({ paths: Object.keys(texts), text: (path) => texts[path] });
  expect(problems).toEqual([]);
  expect(policy.tenancy.model).toBeUndefined();
  expect(policy.migrations.map(({ path, scope }) => [path, scope])).toEqual([
    ['db/migration/default', 'shared'],
    ['db/migration/tenants', 'tenant'],
  ]);
});

describe('proposed migrations', () => {
  it('leave the schema of the home', () => {
    expect(tenancyFindingsIn('schema-flyway', 'db/proposed/V0100__qualifications.sql')).toEqual([
      'warning tenant-schema-global-object',
      'error tenant-schema-mixed-file',
      'warning tenant-schema-hardcoded',
      'warning tenant-schema-onboarding-locks-shared',
      'error tenant-schema-search-path-public-write',
    ]);
  });

  it('go through all homes at once', () => {
    expect(tenancyFindingsIn('schema-flyway', 'db/proposed/V0101__all_homes.sql')).toEqual([
      'warning tenant-schema-fanout-one-tx',
      'warning tenant-schema-unquoted-dynamic-sql',
    ]);
  });

  it('leave the database of the firm', () => {
    expect(tenancyFindingsIn('database-flyway', 'db/proposed/V0100__reporting.sql')).toEqual([
      'error tenant-db-cluster-global',
      'warning tenant-db-hardcoded-database',
      'info tenant-db-cross-db-name',
      'error tenant-db-version-skew',
    ]);
  });
});
