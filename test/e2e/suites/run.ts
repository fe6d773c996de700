import Mocha from 'mocha';
import { readdirSync } from 'node:fs';
import path from 'node:path';

/** What VS Code calls in a window under test: runs the suite that the runner names, and writes its results as JSON. */
export async function run(): Promise<void> {
  const suite = required('TENANTSAFE_E2E_SUITE');
  const mocha = new Mocha({
    ui: 'tdd',
    timeout: 30_000,
    forbidOnly: true,
    forbidPending: true,
    reporter: 'json',
    reporterOptions: { output: required('TENANTSAFE_E2E_RESULTS') },
  });
  const folder = path.join(__dirname, suite);
  for (const file of readdirSync(folder).sort()) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(folder, file));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: start these tests with test/e2e/run.mjs.`);
  return value;
}
