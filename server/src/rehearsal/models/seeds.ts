import type { ProjectFiles } from '../../project';
import { seedFolder, type Seed } from '../generate';

/** The project's seeds: `fixtures/seed/orders.sql` holds statements for the table `orders`. */
export function seedsOf(files: ProjectFiles): readonly Seed[] {
  const prefix = `${seedFolder}/`;
  return files.paths.flatMap((path) => {
    if (!path.startsWith(prefix) || !path.endsWith('.sql')) return [];
    const sql = files.text(path);
    return sql === undefined ? [] : [{ table: path.slice(prefix.length, -'.sql'.length), path, sql }];
  });
}
