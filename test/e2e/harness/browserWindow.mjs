// One window of VS Code in a headless Chromium, on VS Code's server.
import { cpSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';
import { startPerson } from './person.mjs';
import { projectRoot } from './projectRoot.mjs';
import { installServer, startServer } from './vscodeServer.mjs';

/** Messages of VS Code without its natives, its marketplace and its service worker; none is about the tests. */
const noise =
  /open-vsx|service.?worker|vsda|socket|resolver|authentication provider|default agent|ChatModel|watchdog|spdlog|sqlite|net::ERR|Failed to load resource|404/i;

/**
 * Opens VS Code on a folder with our extension under development, and gives the page to drive.
 * `testsFile` makes it a window under test: VS Code runs the module's `run()`, and `ended` gives its exit code.
 *
 * @param {{ folder: ReturnType<import('./runFolder.mjs').makeRunFolder>, testsFile?: string, trusted: boolean,
 *   debug: boolean, extensions?: readonly string[], size?: { width: number, height: number }, colorScheme?: 'light' | 'dark' }} options
 */
export async function openBrowserWindow({
  folder,
  testsFile,
  trusted,
  debug,
  size,
  colorScheme = 'dark',
  extensions = [],
}) {
  installServer();
  const executablePath = findChromium();
  // An address names one extension under development; more of them are installed.
  for (const extension of extensions)
    cpSync(extension, path.join(folder.data, 'extensions', path.basename(extension)), { recursive: true });
  const person = await startPerson();
  const server = await startServer({
    dataFolder: folder.data,
    trusted,
    environment: { ...folder.environment, TENANTSAFE_E2E_PERSON: person.url },
    debug,
  });
  process.once('exit', server.kill);
  let browser;
  const close = async () => {
    await browser?.close();
    await person.leave();
    await server.stop();
    process.off('exit', server.kill);
  };
  try {
    browser = await chromium.launch({
      executablePath,
      headless: !debug || process.env.DISPLAY === undefined,
      args: ['--no-sandbox'],
    });
    const viewport = size ?? { width: 1280, height: 800 };
    const page = await browser.newPage({ viewport, deviceScaleFactor: 1, colorScheme });
    person.sitDownAt(page);
    const ended = new Promise((resolve, reject) => {
      page.on('crash', () => reject(new Error('The page with VS Code crashed.')));
      void page.exposeFunction('codeAutomationLog', (type, args) => {
        const line = args.map(String).join(' ');
        if (debug || (type === 'error' && !noise.test(line))) console.error(line);
      });
      void page.exposeFunction('codeAutomationExit', (code) => resolve(code));
    });
    page.on('pageerror', (error) => {
      if (!noise.test(error.message)) console.error(`[page] ${error.message}`);
    });
    await page.goto(addressOf(server.url, folder.workspace, testsFile));
    return { page, ended, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function addressOf(server, workspace, testsFile) {
  const remote = (file) => `vscode-remote://${server.host}${file}`;
  const payload = [
    ['extensionDevelopmentPath', remote(projectRoot)],
    ...(testsFile === undefined ? [] : [['extensionTestsPath', remote(testsFile)]]),
    ['enableProposedApi', ''],
    ['skipWelcome', 'true'],
  ];
  const address = new URL(server);
  address.searchParams.set('folder', workspace);
  address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}
