import { readdirSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { isLinted, loadProject, migrationFor, type ProjectFiles } from '../../../server/src/project';
import { loadPostgresParser } from '../../../server/src/sql';

beforeAll(loadPostgresParser);

const workspaces = fileURLToPath(new URL('../../workspaces/', import.meta.url));

/** A sample workspace as the doors would read it from disk. */
function workspace(name: string, without: readonly string[] = []): ProjectFiles {
  const root = `${workspaces}${name}`;
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, `${entry.parentPath}/${entry.name}`).split(sep).join('/'))
    .filter((path) => !without.includes(path))
    .sort();
  return {
    paths,
    text: (path) => (paths.includes(path) ? readFileSync(`${root}/${path}`, 'utf8') : undefined),
  };
}

describe('the billing product on Flyway', () => {
  it('opens without problems, every versioned migration with its rollback', () => {
    const project = loadProject(workspace('row-flyway'));
    expect(project.problems).toEqual([]);
    const versioned = project.migrations.filter(({ repeatable }) => !repeatable);
    expect(versioned.length).toBeGreaterThan(30);
    expect(project.migrations.some((migration) => isLinted(project, migration))).toBe(true);
  });

  it('is understood without its policy file as with it', () => {
    const written = loadProject(workspace('row-flyway'));
    const inferred = loadProject(workspace('row-flyway', ['tenantsafe.yaml']));
    expect(inferred.policyFile).toBeUndefined();
    expect(inferred.policy.tenancy).toEqual(written.policy.tenancy);
    expect(inferred.policy.migrations).toEqual(written.policy.migrations);
  });

  it('pairs a proposed migration with the rollback beside it', () => {
    const files = workspace('row-flyway');
    const proposed = files.paths.filter((path) => /^db\/proposed\/V.*\.sql$/.test(path));
    expect(proposed.length).toBeGreaterThan(0);
    for (const path of proposed) {
      const { up, down } = migrationFor(loadProject(files), files, path);
      expect([up.path, down?.path]).toEqual([path, path.replace('/V', '/U')]);
    }
  });
});

describe('the tracker in plain pairs', () => {
  it('is understood without a policy file', () => {
    const project = loadProject(workspace('plain-pairs', ['tenantsafe.yaml']));
    expect(project.problems).toEqual([]);
    expect(project.migrations.every(({ down }) => down !== undefined)).toBe(true);
    expect(project.policy.tenancy).toMatchObject({
      model: 'row',
      tenantColumns: ['org_id'],
      tenantTable: 'orgs',
    });
  });
});
