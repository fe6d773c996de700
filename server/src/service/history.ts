import type { HistoryScript } from '../catalog';
import { runsOnNewDatabase, type Migration, type Project, type ProjectFiles } from '../project';
import { searchPathOfRun } from '../tenancy';

/** All that runs on a new database, as the questions about one project share it. */
export interface History {
  /** The platform's prelude and every migration, in order. */
  readonly scripts: readonly HistoryScript[];
  /**
   * All that runs before a script, in order: the platform's prelude, the earlier migrations, before a rollback its own.
   * A migration outside the history comes after all of it.
   */
  before(migration: Migration, direction: 'up' | 'down'): readonly HistoryScript[];
}

/**
 * Each script is one value however often it is asked for: a lint of a thousand migrations asks for the history before
 * each of them, and who replays it can tell at a glance what is the same.
 */
export function historyOf(project: Project, files: ProjectFiles): History {
  const scripts = [...prelude(project, files)];
  /** By the path of either script; the first migration that has it counts. */
  const scriptsBefore = new Map<string, number>();
  for (const [index, migration] of project.migrations.entries()) {
    const { up, down } = migration;
    for (const { path } of down === undefined ? [up] : [up, down])
      if (!scriptsBefore.has(path)) scriptsBefore.set(path, scripts.length);
    if (runsOnNewDatabase(migration, index, project.migrations)) scripts.push(scriptOf(migration, project));
  }
  return {
    scripts,
    before(migration, direction) {
      const count = scriptsBefore.get(migration.up.path) ?? scripts.length;
      const earlier = scripts.slice(0, count);
      if (direction === 'up') return earlier;
      const next = scripts[count];
      return [...earlier, next?.path === migration.up.path ? next : scriptOf(migration, project)];
    },
  };
}

function scriptOf(migration: Migration, { policy }: Project): HistoryScript {
  const { path, sql } = migration.up;
  return { path, sql, searchPath: searchPathOfRun(migration, policy) };
}

/** What the platform provides is there before the first migration. */
function prelude(project: Project, files: ProjectFiles): readonly HistoryScript[] {
  const path = project.policy.fixtures.prelude;
  const sql = path === undefined ? undefined : files.text(path);
  return path === undefined || sql === undefined ? [] : [{ path, sql }];
}
