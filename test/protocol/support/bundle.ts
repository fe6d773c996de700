import { existsSync } from 'node:fs';
import path from 'node:path';

/** A bundle that users run; these tests prove what is shipped, not the sources. */
export function bundlePath(name: 'cli' | 'server'): string {
  const file = path.resolve(import.meta.dirname, '../../../dist', `${name}.js`);
  if (!existsSync(file)) throw new Error(`${file} is missing: run npm run build first.`);
  return file;
}
