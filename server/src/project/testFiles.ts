import type { ProjectFiles } from './model';

/** Files that only a test has. */
export function filesOf(texts: Readonly<Record<string, string>>): ProjectFiles {
  return { paths: Object.keys(texts).sort(), text: (path) => texts[path] };
}
