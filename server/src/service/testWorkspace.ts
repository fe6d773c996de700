import type { Workspace } from './model';

/** A workspace of files in memory, for tests. */
export function workspaceOf(files: Readonly<Record<string, string>>, today = '2030-06-15'): Workspace {
  return {
    today,
    files: {
      paths: Object.keys(files),
      text: (path) => files[path],
      problem: () => undefined,
    },
  };
}
