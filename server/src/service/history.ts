import { createReplay, type Catalog, type HistoryScript } from '../catalog';
import { migrationsBefore, type Migration, type Project, type ProjectFiles } from '../project';
import type { SqlFile } from '../sql';

/** The schema that a script finds: that after all that runs before it. */
export interface History {
  foundBy(script: {
    readonly migration: Migration;
    readonly direction: 'up' | 'down';
    readonly project: Project;
    readonly files: ProjectFiles;
  }): Catalog;
}

/** A history that replays only what changed since it was last asked. */
export function createHistory(parse: (sql: string) => SqlFile): History {
  const replay = createReplay({ parse });
  return {
    foundBy({ migration, direction, project, files }) {
      const earlier = migrationsBefore(project, migration.up.path).filter(runsOnNewDatabase);
      const scripts = earlier.map(({ up }) => up);
      const own = direction === 'down' ? [migration.up] : [];
      return replay.catalogAfter([...prelude(project, files), ...scripts, ...own]);
    },
  };
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
