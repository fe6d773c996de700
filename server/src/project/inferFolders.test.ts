import { describe, expect, it } from 'vitest';
import { inferFolders } from './inferFolders';
import { inferEngine, inferVersion } from './inferServer';
import { filesOf } from './testFiles';

const found = (...paths: readonly string[]) =>
  inferFolders(paths).value.map(({ path, framework, scope }) => `${path} ${framework} ${scope}`);

describe('folders', () => {
  it('are known by the names of their files', () => {
    expect(found('src/main/resources/db/migration/V1__a.sql', 'README.md', 'schema.sql')).toEqual([
      'src/main/resources/db/migration flyway tenant',
    ]);
    expect(found('sql/0001_a.up.sql', 'sql/0001_a.down.sql')).toEqual(['sql plain tenant']);
    expect(found('V1__a.sql')).toEqual(['. flyway tenant']);
  });

  it('hold the folders below them', () => {
    expect(found('db/migrations/2024/V1__a.sql', 'db/migrations/2025/V2__b.sql')).toEqual([
      'db/migrations flyway tenant',
    ]);
    expect(found('db/V1__a.sql', 'db/more/V2__b.sql')).toEqual(['db flyway tenant']);
  });

  it('of tests and build output count only where there are no others', () => {
    expect(found('test/migrations/V1__a.sql', 'test/migrations/V2__b.sql', 'db/V1__a.sql')).toEqual([
      'db flyway tenant',
    ]);
    expect(found('target/classes/db/migration/V1__a.sql', 'db/migration/V1__a.sql')).toEqual([
      'db/migration flyway tenant',
    ]);
    expect(found('testdata/V1__a.sql')).toEqual(['testdata flyway tenant']);
  });

  it('are two where their names set shared and tenant apart', () => {
    expect(found('db/tenant/V1__a.sql', 'db/tenant/V2__b.sql', 'db/shared/V1__a.sql')).toEqual([
      'db/shared flyway shared',
      'db/tenant flyway tenant',
    ]);
  });

  it('are else the one with the most files, and the others are named', () => {
    const { value, confidence, reason } = inferFolders(['a/V1__a.sql', 'b/V1__a.sql', 'b/V2__b.sql']);
    expect(value.map(({ path }) => path)).toEqual(['b']);
    expect(confidence).toBeLessThan(0.5);
    expect(reason).toContain('a (1)');
  });

  it('are none where no file is named like a migration', () => {
    expect(inferFolders(['src/index.ts', 'db/schema.sql'])).toMatchObject({ value: [], confidence: 0 });
  });
});

describe('the server', () => {
  it('is what containers run, the oldest of them', () => {
    const files = filesOf({
      'docker-compose.yml':
        'services:\n  db: { image: "postgres:17-alpine" }\n  cache: { image: "redis:7" }\n',
      '.github/workflows/ci.yml': 'jobs: { test: { services: { db: { image: pgvector/pgvector:pg16 } } } }',
    });
    expect(inferEngine(files).value).toBe('postgresql');
    expect(inferVersion(files, 'postgresql')).toMatchObject({
      value: '16',
      reason: expect.stringContaining('.github/workflows/ci.yml') as unknown,
    });
  });

  it('is another engine only where something shows it', () => {
    expect(inferEngine(filesOf({ 'flyway.conf': 'flyway.url=jdbc:mariadb://localhost/app' })).value).toBe(
      'mariadb',
    );
    expect(inferEngine(filesOf({ 'compose.yaml': 'services: { db: { image: mysql:8.4 } }' })).value).toBe(
      'mysql',
    );
    expect(inferEngine(filesOf({ 'db/1_a.mysql.up.sql': '' })).value).toBe('mysql');
    const several = {
      'a/docker-compose.mysql.yml': 'services: { db: { image: mysql:8.0 } }',
      'a/docker-compose.postgres.yml': 'services: { db: { image: postgres:16 } }',
    };
    expect(inferEngine(filesOf(several))).toEqual({
      value: 'postgresql',
      confidence: 0.5,
      reason: 'a/docker-compose.postgres.yml names postgres:16, and a/docker-compose.mysql.yml mysql:8.0',
    });
    expect(inferEngine(filesOf({ 'db/1_a.mysql.up.sql': '', 'db/1_a.postgres.up.sql': '' })).value).toBe(
      'postgresql',
    );
    expect(inferEngine(filesOf({ 'compose.yaml': '{ not yaml', 'db/V1__a.sql': '' })).value).toBe(
      'postgresql',
    );
  });
});
