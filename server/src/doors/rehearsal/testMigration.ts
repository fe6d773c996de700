import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { migrationFor, shapeNames, type Project, type ProjectFiles, type ShapeName } from '../../project';
import {
  rehearse,
  RehearsalError,
  type EventListener,
  type FixtureServer,
  type RehearsalResult,
} from '../../rehearsal';
import { renderEvidence } from '../../rehearsal/evidence';
import { parseSqlFile } from '../../sql';
import { comparedWithLast } from './lastEvidence';

/** A migration file to test in an opened project. */
export interface TestJob {
  readonly project: Project;
  readonly files: ProjectFiles;
  /** Path of the migration or of its rollback, relative to the project's folder, with `/`. */
  readonly file: string;
  readonly shapes: readonly ShapeName[];
  /** Leaves the migrated databases on the server. */
  readonly keep: boolean;
  /** Absolute path of the folder for the evidence; none is written where undefined. */
  readonly evidenceFolder: string | undefined;
  /** Absolute path of the folder with the evidence of the last run; the evidence folder itself where absent. */
  readonly lastEvidence?: string;
}

/**
 * Rehearses one migration and writes its evidence.
 *
 * @throws RehearsalError or EngineError in one sentence when the test could not start.
 */
export async function testMigration(
  server: FixtureServer,
  job: TestJob,
  onEvent: EventListener,
): Promise<RehearsalResult> {
  const { project, files, file, shapes, keep } = job;
  if (files.text(file) === undefined)
    throw new RehearsalError(`${file} cannot be read: name a migration file.`);
  const migration = migrationFor(project, files, file);
  if (parseSqlFile(migration.up.sql).statements.length === 0) {
    const what = migration.up.sql.trim() === '' ? 'is empty' : 'holds no statement';
    throw new RehearsalError(`${migration.up.path} ${what}: there is nothing to test.`);
  }
  const rehearsed = await rehearse(server, { project, files, migration, shapes, keep, onEvent });
  const last = job.evidenceFolder ?? job.lastEvidence;
  const result = last === undefined ? rehearsed : await comparedWithLast(rehearsed, last);
  if (job.evidenceFolder !== undefined) await writeEvidence(job.evidenceFolder, result);
  return result;
}

/** Turns names such as `minimal,edge` into tenants, in their usual order; all where none are named. */
export function shapesNamed(names: readonly string[] | undefined): readonly ShapeName[] {
  if (names === undefined) return shapeNames;
  const unknown = names.find((name) => !shapeNames.some((shape) => shape === name));
  if (unknown !== undefined) {
    throw new RehearsalError(`There is no tenant "${unknown}": choose among ${shapeNames.join(', ')}.`);
  }
  return shapeNames.filter((shape) => names.includes(shape));
}

/** libpq URLs of the databases that tests left on a server. */
export async function keptDatabases(server: FixtureServer): Promise<readonly string[]> {
  const databases = await server.listDatabases();
  return databases
    .filter(({ name, marker }) => marker.kind !== 'template' && name.includes('_trial_'))
    .map(({ name }) => server.connectionUrl(name));
}

async function writeEvidence(folder: string, result: RehearsalResult): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(renderEvidence(result))) {
    await writeFile(path.join(folder, name), content);
  }
}
