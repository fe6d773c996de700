import { inferFolders } from './inferFolders';
import { inferTenancy } from './inferTenancy';
import type { Inference, Inferred } from './inference';
import type { Migration, ProjectFiles } from './model';
import type { Engine } from './policyModel';
import { readSchemaFacts } from './schemaFacts';
import type { SqlFile } from '../sql';

/** The oldest version of each engine that is still found in fleets, for projects that do not say theirs. */
const oldestVersions: Readonly<Record<Engine, string>> = { postgresql: '14', mysql: '8.0', mariadb: '10.11' };

/** Engine and folders by file names; what needs the history itself comes with `inferFromHistory`. */
export function inferFromFiles(files: ProjectFiles): Pick<Inference, 'engine' | 'migrations'> {
  return { engine: inferEngine(files), migrations: inferFolders(files.paths) };
}

/** The server's version and the tenancy, as the history in order shows them. */
export function inferFromHistory(
  engine: Engine,
  migrations: readonly Migration[],
  parse: (sql: string) => SqlFile,
): Pick<Inference, 'version' | 'tenancy'> {
  const statements = migrations.flatMap((migration) => parse(migration.up.sql).statements);
  const version = {
    value: oldestVersions[engine],
    confidence: 0.1,
    reason: 'nothing says which versions run, so the oldest common one is taken',
  };
  return { version, tenancy: inferTenancy(readSchemaFacts(statements)) };
}

/** PostgreSQL unless configuration or file names show another engine. */
function inferEngine(files: ProjectFiles): Inferred<Engine> {
  for (const path of files.paths.filter((name) => /(^|\/)flyway\.(conf|toml)$/.test(name))) {
    const scheme = /jdbc:(postgresql|mysql|mariadb):/.exec(files.text(path) ?? '')?.[1];
    const engine = engineNamed(scheme);
    if (engine !== undefined)
      return { value: engine, confidence: 0.95, reason: `${path} connects to jdbc:${engine}` };
  }
  const suffixes = new Set(
    files.paths.flatMap(
      (path) => /\.(postgres|postgresql|mysql|mariadb)(\.autocommit)?\.up\.sql$/.exec(path)?.[1] ?? [],
    ),
  );
  if (suffixes.size > 0 && !suffixes.has('postgres') && !suffixes.has('postgresql')) {
    const value = suffixes.has('mysql') ? 'mysql' : 'mariadb';
    return { value, confidence: 0.7, reason: `migrations for one database are named .${value}` };
  }
  return { value: 'postgresql', confidence: 0.5, reason: 'nothing shows another engine' };
}

function engineNamed(name: string | undefined): Engine | undefined {
  return name === 'postgresql' || name === 'mysql' || name === 'mariadb' ? name : undefined;
}
