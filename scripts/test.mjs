// `npm test`: installs and builds what is missing, then runs every check there is, the tests in a real VS Code included.
// Ends with one line that counts every test: "N passed, N failed".
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installPackages } from './install.mjs';

const root = path.resolve(import.meta.dirname, '..');
const reports = mkdtempSync(path.join(tmpdir(), 'tenantsafe-test-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

installPackages();
const total = { passed: 0, failed: 0 };
const broken = [];
const failures = [];

await step('build', 'npm', ['run', '--silent', 'build']);
await step('lint', 'npm', ['run', '--silent', 'lint']);
for (const project of ['unit', 'fuzz', 'truth', 'protocol', 'rehearsal']) await vitest(project);
await endToEnd();

for (const failure of failures) console.log(failure);
for (const name of broken) console.log(`${name} did not succeed.`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(broken.length > 0 || total.failed > 0 ? 1 : 0);

async function vitest(project) {
  const file = path.join(reports, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  await step(project, 'npx', ['vitest', 'run', '--project', project, ...reporters]);
  const report = readReport(file);
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  failures.push(...failuresIn(report, project));
}

/** Said again at the end, because a log that is cut keeps only that. */
function failuresIn({ testResults }, project) {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const place = `${project}: ${path.relative(root, name)}`;
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0 && message !== '') return [`${place}\n${message}`];
    return failed.map((test) => `${place}: ${test.fullName}\n${test.failureMessages.join('\n')}`);
  });
}

/** The end-to-end run closes with the same line as this script. */
async function endToEnd() {
  const output = await step('e2e', process.execPath, ['test/e2e/run.mjs']);
  const counts = /^(\d+) passed, (\d+) failed/m.exec(output.split('\n').toReversed().join('\n'));
  if (counts === null) return;
  total.passed += Number(counts[1]);
  total.failed += Number(counts[2]);
}

/** A step that fails does not keep the others from running: one run should show all that is wrong. */
async function step(name, command, args) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    process.stdout.write(text);
  });
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  console.log(
    `== ${name}: ${status === 0 ? 'ok' : `failed with status ${status}`} in ${Math.round((Date.now() - started) / 1000)} s`,
  );
  if (status !== 0) broken.push(name);
  return output;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  }
}
