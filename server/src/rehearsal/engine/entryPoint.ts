import path from 'node:path';

/** Where the running program lies; the bundled server's package is looked for from there up. */
export function defaultResolveFrom(): string {
  // A bundle is CommonJS and knows its file; in other surroundings the script that Node.js was given stands for it.
  return typeof __filename === 'string' ? __filename : (process.argv[1] ?? process.cwd());
}

/** The guardian's bundle, which the build puts beside the others. */
export function defaultGuardianScript(): string {
  return path.join(path.dirname(defaultResolveFrom()), 'guardian.js');
}
