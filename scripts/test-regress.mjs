// `npm run test:regress -- FOLDER`: asks of every .sql file below a folder all that an editor asks. Meant for the regression
// suite of PostgreSQL (src/test/regress/sql of its source, or test/sql of pganalyze/libpg_query), which is not in this
// repository: 4 MB of other people's SQL.
import { statSync } from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';

const folder = process.argv[2];
if (folder === undefined || !(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false)) {
  console.error('Name a folder with SQL files: npm run test:regress -- path/to/src/test/regress/sql');
  process.exit(2);
}
const env = { ...process.env, TENANTSAFE_REGRESS_FOLDER: path.resolve(folder) };
const root = path.resolve(import.meta.dirname, '..');
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'regress'], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exit(status ?? 130);
