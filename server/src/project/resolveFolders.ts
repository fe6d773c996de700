import { closest } from './closest';
import { frameworkById, frameworkOf, frameworks } from './frameworks';
import { folderOf, pathsWithin } from './frameworks/framework';
import type { ProjectFiles, ProjectProblem } from './model';
import type { LoadedPolicy } from './policyFile';
import type { MigrationFolderInput } from './policyInput';
import type { MigrationFolder } from './policyModel';

/** The migration folders that a policy names, as far as they are there and their framework is known. */
export function resolveFolders(
  written: readonly MigrationFolderInput[],
  loaded: LoadedPolicy,
  files: ProjectFiles,
): { readonly folders: readonly MigrationFolder[]; readonly problems: readonly ProjectProblem[] } {
  const problems: ProjectProblem[] = [];
  const complain = (key: string, index: number, message: string) =>
    problems.push({
      concerns: 'policy',
      path: loaded.path,
      span: loaded.spanOfValue(['migrations', index, key]),
      message,
    });
  const folders = written.flatMap((entry, index): readonly MigrationFolder[] => {
    const path = normalizedFolder(entry.path);
    if (path === undefined) {
      complain(
        'path',
        index,
        `\`${entry.path}\` leads out of this folder: write a path relative to the policy file, with \`/\``,
      );
      return [];
    }
    const paths = pathsWithin(path, files.paths);
    if (paths.length === 0) {
      complain('path', index, missingFolder(path, files.paths));
      return [];
    }
    const id = entry.framework ?? 'auto';
    const framework = id === 'auto' ? frameworkOf(paths) : frameworkById(id);
    if (framework === undefined) {
      complain(
        id === 'auto' ? 'path' : 'framework',
        index,
        id === 'auto' ? unrecognised(path) : unsupported(id),
      );
      return [];
    }
    return [
      {
        path,
        framework: framework.id,
        scope: entry.scope ?? 'tenant',
        transaction: entry.transaction ?? 'auto',
      },
    ];
  });
  return { folders, problems };
}

/** The path as the project's files are named, without `./` and a slash at the end; undefined where it leads outside. */
function normalizedFolder(path: string): string | undefined {
  if (path.includes('\\') || path.startsWith('/') || /^[A-Za-z]:/.test(path)) return undefined;
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.includes('..')) return undefined;
  return segments.length === 0 ? '.' : segments.join('/');
}

function missingFolder(path: string, paths: readonly string[]): string {
  const near = closest(path, new Set(paths.map(folderOf)));
  const remedy = near === undefined ? 'create it or correct the path' : `did you mean \`${near}\`?`;
  return `there is no folder \`${path}\` with files in it: ${remedy}`;
}

function unrecognised(path: string): string {
  const known = either.format(frameworks.map(({ id }) => `\`${id}\``));
  return `no file in \`${path}\` is named like a migration: name the framework (\`framework: …\`; ${known}), or rename the files`;
}

function unsupported(id: string): string {
  const known = all.format(frameworks.map((framework) => `\`${framework.id}\``));
  return `framework \`${id}\` cannot be read yet, only ${known}: arrange the files as one of them`;
}

const either = new Intl.ListFormat('en-GB', { type: 'disjunction' });
const all = new Intl.ListFormat('en-GB', { type: 'conjunction' });
