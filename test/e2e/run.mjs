// Runs the extension in a real VS Code: `node test/e2e/run.mjs [--suite NAME]… [--window browser|desktop] [--no-build] [--debug]`.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowserWindow } from './harness/browserWindow.mjs';
import { bundleExtension } from './harness/bundleExtension.mjs';
import { buildTests } from './harness/buildTests.mjs';
import { canUseDesktop, openDesktopWindow } from './harness/desktopWindow.mjs';
import { endProcessesOf } from './harness/processes.mjs';
import { projectRoot } from './harness/projectRoot.mjs';
import { makeRunFolder } from './harness/runFolder.mjs';

/** Folders of test/e2e/suites, each run in a window of its own. */
const suites = [
  { name: 'editor', sample: 'row-flyway', trusted: true, limitSeconds: 120 },
  { name: 'inference', sample: 'plain-pairs', trusted: true, limitSeconds: 120 },
  { name: 'restricted', sample: 'row-flyway', trusted: false, limitSeconds: 120 },
  { name: 'rehearsal', sample: 'row-flyway', trusted: true, limitSeconds: 600 },
  // Answers questions and presses buttons, which the harness can do in a browser only.
  {
    name: 'drafts',
    sample: 'row-flyway',
    trusted: true,
    limitSeconds: 300,
    window: 'browser',
    extensions: [path.join(projectRoot, 'test', 'e2e', 'extensions', 'fake-models')],
    settings: { 'chat.disableAIFeatures': false },
  },
];

const { values: options } = parseArgs({
  options: {
    suite: { type: 'string', multiple: true },
    window: { type: 'string' },
    'no-build': { type: 'boolean', default: false },
    debug: { type: 'boolean', default: false },
  },
});

const interrupted = new Promise((resolve) => {
  process.once('SIGINT', () => resolve(130));
  process.once('SIGTERM', () => resolve(143));
});
let count = 0;
const totals = { passed: 0, failed: 0 };

try {
  process.exitCode = await runSuites();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function runSuites() {
  if (!options['no-build']) bundleExtension();
  const testsFile = await buildTests();
  const isDesktop = await useDesktop();
  for (const suite of suitesToRun()) {
    const openWindow = isDesktop && suite.window !== 'browser' ? openDesktopWindow : openBrowserWindow;
    const status = await runSuite(suite, testsFile, openWindow);
    if (status === 130 || status === 143) return status;
  }
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  return totals.failed === 0 ? 0 : 1;
}

function suitesToRun() {
  const wanted = options.suite ?? suites.map(({ name }) => name);
  const unknown = wanted.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown !== undefined)
    throw new Error(
      `There is no suite ${unknown}: choose among ${suites.map(({ name }) => name).join(', ')}.`,
    );
  return suites.filter(({ name }) => wanted.includes(name));
}

function useDesktop() {
  if (options.window === 'browser' || options.window === 'desktop') return options.window === 'desktop';
  if (options.window !== undefined)
    throw new Error(`There is no window "${options.window}": choose browser or desktop.`);
  return canUseDesktop();
}

/** One window from opening to the last process of it. Gives an exit status: 0, 1, 124 for the time limit, 130, 143. */
async function runSuite(suite, testsFile, openWindow) {
  const { name, sample, trusted, limitSeconds, extensions, settings } = suite;
  const folder = makeRunFolder(sample, settings);
  const environment = { ...folder.environment, TENANTSAFE_E2E_SUITE: name };
  let timer;
  try {
    const window = await openWindow({
      folder: { ...folder, environment },
      testsFile,
      trusted,
      debug: options.debug,
      extensions,
    });
    const limit = new Promise((resolve) => {
      timer = setTimeout(() => resolve(124), limitSeconds * 1000);
    });
    const status = await Promise.race([window.ended, limit, interrupted]).finally(window.close);
    if (status === 124) report(name, 'ends in time', `no end after ${limitSeconds} s`);
    reportResults(name, folder.results);
    await reportLeftProcesses(name, folder.root);
    return status;
  } catch (error) {
    report(name, 'runs in VS Code', error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    clearTimeout(timer);
    folder.remove();
  }
}

function reportResults(suite, file) {
  if (!existsSync(file)) {
    report(suite, 'gives results', 'VS Code ended without any');
    return;
  }
  const { passes, failures } = JSON.parse(readFileSync(file, 'utf8'));
  for (const { fullTitle } of passes) report(suite, fullTitle);
  for (const { fullTitle, err } of failures) report(suite, fullTitle, err.stack ?? err.message);
  if (passes.length + failures.length === 0) report(suite, 'has tests', 'none ran');
}

async function reportLeftProcesses(suite, runFolder) {
  const left = await endProcessesOf(runFolder);
  const list = left.map(({ pid, command }) => `${pid} ${command}`).join('\n');
  report(suite, 'leaves no process behind', left.length === 0 ? undefined : list);
}

function report(suite, test, failure) {
  count += 1;
  if (failure === undefined) {
    totals.passed += 1;
    console.log(`ok ${count} - ${suite}: ${test}`);
  } else {
    totals.failed += 1;
    console.log(`not ok ${count} - ${suite}: ${test}\n${failure.replaceAll(/^/gm, '    ')}`);
  }
}
