// Takes the pictures of docs/images by using the extension as a person does: `node test/e2e/screenshots.mjs [--no-build] [--debug]`.
// It checks on the way that the Testing view lists what it should, in the order in which it should.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowserWindow } from './harness/browserWindow.mjs';
import { bundleExtension } from './harness/bundleExtension.mjs';
import { endProcessesOf } from './harness/processes.mjs';
import { projectRoot } from './harness/projectRoot.mjs';
import { makeRunFolder } from './harness/runFolder.mjs';

const { values: options } = parseArgs({
  options: {
    'no-build': { type: 'boolean', default: false },
    debug: { type: 'boolean', default: false },
  },
});
const images = path.join(projectRoot, 'docs', 'images');
const size = { width: 1280, height: 800 };
const longest = 180_000;

/** A window with room for what the pictures are about. */
const settings = {
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.activityBar.location': 'top',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.layoutControl.enabled': false,
  'workbench.tips.enabled': false,
  'window.commandCenter': false,
  'editor.minimap.enabled': false,
  'editor.fontSize': 14,
  'editor.stickyScroll.enabled': false,
  'editor.hover.delay': 100,
  'breadcrumbs.enabled': false,
  'testing.automaticallyOpenPeekView': 'never',
  'testing.automaticallyOpenTestResults': 'neverOpen',
  'problems.defaultViewMode': 'table',
};

if (!options['no-build']) bundleExtension();
mkdirSync(images, { recursive: true });
const folder = makeRunFolder('row-flyway', settings);
try {
  const window = await openBrowserWindow({
    folder,
    trusted: true,
    debug: options.debug,
    size,
    colorScheme: 'light',
  });
  try {
    await window.page.waitForSelector('.monaco-workbench .part.editor');
    await editorPicture(window.page);
    await testingPicture(window.page);
    await reportPicture(window.page);
  } catch (error) {
    await window.page.screenshot({ path: path.join(projectRoot, '.build', 'screenshot-failed.png') });
    throw error;
  } finally {
    await window.close();
  }
} finally {
  const left = await endProcessesOf(folder.root);
  folder.remove();
  assert.deepEqual(left, [], 'Processes were left behind.');
}

/** Findings underlined, the lens above the file, and the hover that explains a lock. */
async function editorPicture(page) {
  await openFile(page, 'V0103__collections.sql');
  if (await page.locator('.part.auxiliarybar').isVisible()) await page.keyboard.press('Control+Alt+B');
  await command(page, 'View: Close Primary Side Bar');
  await page.waitForSelector('.squiggly-warning, .squiggly-error', { timeout: longest });
  await closeNotifications(page);
  await page.locator('.view-line', { hasText: 'create index' }).getByText('index').first().hover();
  await page.locator('.monaco-hover:visible', { hasText: 'SHARE' }).first().waitFor();
  await picture(page, 'editor');
}

/** A run that fails for one tenant only, in the Testing view. */
async function testingPicture(page) {
  await page.keyboard.press('Escape');
  await command(page, 'View: Close All Editors');
  await openFile(page, 'V0102__validate_invoice_payment_terms.sql');
  await command(page, 'Testing: Focus on Test Explorer View');
  await lens(page).click();
  const tree = page.locator('.test-explorer');
  await tree.locator('.monaco-list-row[aria-label*="(Failed)"]').first().waitFor({ timeout: longest });
  await expand(row(tree, 'row-flyway'));
  await expand(row(tree, 'V0102__validate_invoice_payment_terms.sql'));
  await row(tree, 'legacy').waitFor();
  const rows = await tree.locator('.monaco-list-row').all();
  const labels = await Promise.all(rows.map((each) => each.getAttribute('aria-label')));
  const names = labels.map((label) => label?.split(' (')[0]);
  assert.deepEqual(names.slice(0, 7), [
    'row-flyway',
    'V0102__validate_invoice_payment_terms.sql',
    ...['minimal', 'large', 'edge', 'legacy', 'empty'],
  ]);
  await command(page, 'Focus on Test Results View');
  await page.locator('.xterm-rows', { hasText: 'Not checked' }).waitFor();
  await picture(page, 'testing-view');
}

function row(tree, label) {
  return tree.locator(`.monaco-list-row[aria-label^="${label}"]`).first();
}

async function expand(item) {
  await item.waitFor();
  if ((await item.getAttribute('aria-expanded')) === 'false')
    await item.locator('.monaco-tl-twistie').click();
}

/** The report of that run. */
async function reportPicture(page) {
  await command(page, 'Tenantsafe: Open Last Report');
  const report = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  await report.getByRole('heading', { level: 1 }).waitFor({ timeout: longest });
  await page.keyboard.press('Control+J');
  await command(page, 'View: Close Primary Side Bar');
  // Away from the border between the editors, which lights up under the mouse.
  await page.mouse.move(size.width / 4, size.height / 2);
  await picture(page, 'report');
}

async function openFile(page, name) {
  await pick(page, 'Control+P', name, name);
  await page.locator('.tab', { hasText: name }).waitFor();
  await lens(page).waitFor();
}

function lens(page) {
  return page.locator('.codelens-decoration a', { hasText: 'Test on Fixture Tenants' });
}

async function command(page, title) {
  await pick(page, 'F1', `>${title}`, title);
}

/** Chooses an entry of the quick input. While the window is still starting the input may close again: then once more. */
async function pick(page, key, text, entry) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      await page.keyboard.press(key);
      await page.locator('.quick-input-widget input.input').fill(text, { timeout: 3000 });
      await page
        .locator('.quick-input-list .monaco-list-row', { hasText: entry })
        .first()
        .click({ timeout: 3000 });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

async function closeNotifications(page) {
  await command(page, 'Notifications: Clear All Notifications');
}

async function picture(page, name) {
  await page.screenshot({ path: path.join(images, `${name}.png`), animations: 'disabled', caret: 'hide' });
  console.log(`docs/images/${name}.png`);
}
