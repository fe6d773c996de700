import type { SqlFile } from '../sql';
import { inferFolders } from './inferFolders';
import { inferEngine, inferVersion } from './inferServer';
import { inferRunner } from './inferRunner';
import { inferTenancy } from './inferTenancy';
import type { Inference } from './inference';
import type { Migration, ProjectFiles } from './model';
import type { Engine } from './policyModel';
import type { ReadSchemaFacts } from './schemaFacts';

/** Engine and folders, which must be known before the history can be read. */
export function inferFromFiles(files: ProjectFiles): Pick<Inference, 'engine' | 'migrations'> {
  return { engine: inferEngine(files), migrations: inferFolders(files.paths) };
}

/** Version and tenancy: what the servers in use and the history in order say. */
export function inferFromHistory(
  files: ProjectFiles,
  engine: Engine,
  migrations: readonly Migration[],
  parse: (sql: string) => SqlFile,
  readFacts: ReadSchemaFacts,
): Pick<Inference, 'version' | 'tenancy' | 'runner'> {
  const history = migrations.map((migration) => parse(migration.up.sql));
  return {
    version: inferVersion(files, engine),
    tenancy: inferTenancy(readFacts(history)),
    runner: inferRunner(migrations, history),
  };
}
