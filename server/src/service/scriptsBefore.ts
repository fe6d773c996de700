import type { HistoryScript } from '../catalog';
import { migrationsBefore, type Migration, type Project, type ProjectFiles } from '../project';
import { searchPathOfRun } from '../tenancy';

/** One direction of a migration, in its project. */
export interface PlaceInHistory {
  readonly migration: Migration;
  readonly direction: 'up' | 'down';
  readonly project: Project;
  readonly files: ProjectFiles;
}

/** All that runs before a script, in order: the platform's prelude, the earlier migrations, before a rollback its own. */
export function scriptsBefore(place: PlaceInHistory): readonly HistoryScript[] {
  const { migration, direction, project, files } = place;
  const earlier = migrationsBefore(project, migration.up.path).filter(runsOnNewDatabase);
  const own = direction === 'down' ? [migration] : [];
  return [...prelude(project, files), ...[...earlier, ...own].map((each) => scriptOf(each, project))];
}

/** All that runs on a new database, in order: the platform's prelude and every migration. */
export function wholeHistory(project: Project, files: ProjectFiles): readonly HistoryScript[] {
  return [
    ...prelude(project, files),
    ...project.migrations.filter(runsOnNewDatabase).map((each) => scriptOf(each, project)),
  ];
}

function scriptOf(migration: Migration, { policy }: Project): HistoryScript {
  const { path, sql } = migration.up;
  return { path, sql, searchPath: searchPathOfRun(migration, policy) };
}

/** A snapshot that has the migrations it stands for before it does not run: they do. */
function runsOnNewDatabase(migration: Migration, index: number, migrations: readonly Migration[]): boolean {
  return !migration.snapshot || !migrations.slice(0, index).some(({ folder }) => folder === migration.folder);
}

/** What the platform provides is there before the first migration. */
function prelude(project: Project, files: ProjectFiles): readonly HistoryScript[] {
  const path = project.policy.fixtures.prelude;
  const sql = path === undefined ? undefined : files.text(path);
  return path === undefined || sql === undefined ? [] : [{ path, sql }];
}
