import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');

const bundles = { cli: 'cli.mjs', server: 'server.js' } as const;

/** A bundle that users run; these tests prove what is shipped, not the sources. */
export function bundlePath(name: keyof typeof bundles): string {
  const file = path.join(root, 'dist', bundles[name]);
  if (!existsSync(file)) throw new Error(`${file} is missing: run npm run build first.`);
  return file;
}

/** The bundles where every user of the machine can read them; a checkout may lie in a private folder. */
export class ReadableBundles implements Disposable {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'tenantsafe-bundles-'));

  constructor() {
    chmodSync(this.#folder, 0o755);
    cpSync(path.join(root, 'package.json'), path.join(this.#folder, 'package.json'));
    cpSync(path.dirname(bundlePath('cli')), path.join(this.#folder, 'dist'), {
      recursive: true,
      filter: (file) => !file.endsWith('.map'),
    });
  }

  get cli(): string {
    return path.join(this.#folder, 'dist', bundles.cli);
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
