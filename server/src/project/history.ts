import { parseSqlFile, type SqlFile } from '../sql';
import { frameworkById, frameworkOf } from './frameworks';
import { fileNameOf, folderOf, wholeFile, type Framework } from './frameworks/framework';
import type { Migration, Project, ProjectFiles, Script } from './model';
import type { MigrationFolder } from './policyModel';
import { compareVersions } from './versions';

/**
 * Whether a migration is judged. Those up to the policy's baseline are history, and so is a snapshot, which no tenant in
 * use ever runs. A baseline is a version with or without its prefix (`V0042`, `42`), or a file name.
 */
export function isLinted(project: Project, migration: Migration): boolean {
  if (migration.snapshot) return false;
  const { baseline } = project.policy;
  if (baseline === undefined || migration.repeatable) return true;
  const version = versionOfBaseline(baseline, project.migrations);
  return version === undefined || compareVersions(migration.version, version) > 0;
}

/** The version that a policy's baseline means; undefined where it is neither a version nor a file of the history. */
export function versionOfBaseline(baseline: string, migrations: readonly Migration[]): string | undefined {
  const named = migrations.find(({ up, version }) =>
    [up.path, fileNameOf(up.path), version].includes(baseline),
  );
  return named?.version ?? /^[A-Za-z]?(\d+(?:[._]\d+)*)$/.exec(baseline)?.[1];
}

/**
 * Migrations that run on a new database before the one whose script stands at `path`; all that do where none has it.
 */
export function migrationsBefore({ migrations }: Project, path: string): readonly Migration[] {
  const index = migrations.findIndex((migration) => hasScript(migration, path));
  const earlier = index < 0 ? migrations : migrations.slice(0, index);
  return earlier.filter((migration, place) => runsOnNewDatabase(migration, place, earlier));
}

/** A snapshot that has the migrations it stands for before it does not run: they do. */
export function runsOnNewDatabase(
  migration: Migration,
  index: number,
  migrations: readonly Migration[],
): boolean {
  return !migration.snapshot || !migrations.slice(0, index).some(({ folder }) => folder === migration.folder);
}

/**
 * The migration that a file belongs to. A file outside of the history is taken for one that comes after all of it: of the
 * framework that its name speaks for, else that of the nearest migration folder, with a rollback that stands beside it.
 */
export function migrationFor(
  project: Project,
  files: ProjectFiles,
  path: string,
  parse: (sql: string) => SqlFile = parseSqlFile,
): Migration {
  const known = project.migrations.find((migration) => hasScript(migration, path));
  if (known !== undefined) return known;
  const nearest = nearestFolder(project.policy.migrations, path);
  const framework = frameworkOf([path]) ?? frameworkById(nearest.framework);
  const contents = framework?.discover({
    folder: { ...nearest, path: folderOf(path), framework: framework.id },
    files: { paths: withCounterparts(path, framework, files.paths), text: (each) => files.text(each) },
    engine: project.policy.engine,
    parse,
  });
  const own = contents?.migrations.find((migration) => hasScript(migration, path));
  if (own !== undefined) return { ...own, folder: nearest.path };
  return nameless(path, files.text(path) ?? '', nearest);
}

/** The file and what may roll it back or be rolled back by it; other migrations of the folder are no part of it. */
function withCounterparts(path: string, framework: Framework, paths: readonly string[]): readonly string[] {
  const direction = framework.direction(path);
  const opposite = direction === 'up' ? 'down' : 'up';
  return [
    path,
    ...paths.filter((other) => folderOf(other) === folderOf(path) && framework.direction(other) === opposite),
  ];
}

function hasScript({ up, down }: Migration, path: string): boolean {
  return up.path === path || down?.path === path;
}

/** The folder with which the file's path has most in common, the last one among equals. */
function nearestFolder(folders: readonly MigrationFolder[], path: string): MigrationFolder {
  const common = (folder: MigrationFolder) => {
    const [ours, theirs] = [folder.path.split('/'), path.split('/')];
    const first = ours.findIndex((segment, index) => segment !== theirs[index]);
    return first < 0 ? ours.length : first;
  };
  return folders.reduce<MigrationFolder>(
    (best, folder) => (common(folder) >= common(best) ? folder : best),
    folders[0] ?? { path: folderOf(path), framework: 'plain', scope: 'tenant', transaction: 'auto' },
  );
}

/** A file whose name no framework knows, such as a draft in an editor. */
function nameless(path: string, sql: string, folder: MigrationFolder): Migration {
  const up: Script = wholeFile(path, sql, folder.transaction === 'none' ? 'none' : 'per-file');
  return {
    version: '',
    title: fileNameOf(path)
      .replace(/\.sql$/i, '')
      .replace(/[_\-.]+/g, ' ')
      .trim(),
    framework: folder.framework,
    folder: folder.path,
    scope: folder.scope,
    up,
    down: undefined,
    repeatable: false,
    snapshot: false,
  };
}
