import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sqlLanguages } from '../../client/src/sqlLanguages';
import { clientCommands } from '../../server/src/doors/lsp/protocol';

const root = path.resolve(import.meta.dirname, '../..');
const manifestText = readFileSync(path.join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(manifestText) as Manifest;
const strings = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Record<
  string,
  string
>;
const commandIds = manifest.contributes.commands.map(({ command }) => command);

interface Manifest {
  engines: { vscode: string };
  devDependencies: Record<string, string>;
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { supported: string } };
  contributes: {
    commands: { command: string; category: string; title: string }[];
    menus: Record<string, { command: string; when: string }[]>;
    configuration: { properties: Record<string, { scope?: string; default?: unknown }> };
  };
}

describe('the manifest', () => {
  it('uses every string of package.nls.json, and none that is not there', () => {
    const used = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
    expect([...new Set(used)].sort()).toEqual(Object.keys(strings).sort());
  });

  it('lists its commands in one category, each once', () => {
    expect(new Set(commandIds).size).toBe(commandIds.length);
    expect(new Set(manifest.contributes.commands.map(({ category }) => category))).toEqual(
      new Set(['Tenantsafe']),
    );
  });

  it('has a command for every code lens', () => {
    expect(commandIds).toEqual(expect.arrayContaining(Object.values(clientCommands)));
  });

  it('has menus for its own commands only', () => {
    const inMenus = Object.values(manifest.contributes.menus).flat();
    for (const { command } of inMenus) expect(commandIds).toContain(command);
  });

  it('hides commands that run a migration where the workspace is not trusted', () => {
    const palette = manifest.contributes.menus['commandPalette'] ?? [];
    const running = commandIds.filter((command) => command.includes('testOnFixtureTenants'));
    expect(running).toHaveLength(2);
    for (const command of running) {
      expect(palette.find((entry) => entry.command === command)?.when).toContain('isWorkspaceTrusted');
    }
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
  });

  it('lets no workspace say which model is asked, or where', () => {
    const { properties } = manifest.contributes.configuration;
    const about = Object.entries(properties).filter(([name]) => name.startsWith('tenantsafe.drafts.'));
    expect(about.length).toBeGreaterThan(0);
    for (const [, { scope }] of about) expect(scope).toBe('machine');
  });

  it('asks a model in trusted workspaces only', () => {
    const palette = manifest.contributes.menus['commandPalette'] ?? [];
    for (const command of [
      'draftMigration',
      'draftMigrationFromPrompt',
      'reviewMigration',
      'suggestSaferForm',
    ]) {
      const entry = palette.find((each) => each.command === `tenantsafe.${command}`);
      expect(entry?.when).toContain('isWorkspaceTrusted');
    }
  });

  it('wakes for each language that the client serves, and offers its commands there', () => {
    for (const language of sqlLanguages)
      expect(manifest.activationEvents).toContain(`onLanguage:${language}`);
    for (const { command, when } of manifest.contributes.menus['commandPalette'] ?? []) {
      if (!when.includes('resourceLangId')) continue;
      expect(when, command).toContain(`/^(${sqlLanguages.join('|')})$/`);
    }
  });

  it('gives every setting a scope and a default', () => {
    for (const [setting, { scope, default: initial }] of Object.entries(
      manifest.contributes.configuration.properties,
    )) {
      expect(scope, setting).toBeDefined();
      expect(initial, setting).toBeDefined();
    }
  });

  it('is checked against the interface of the oldest VS Code that it admits', () => {
    const oldest = manifest.engines.vscode.replace('^', '');
    expect(manifest.devDependencies['@types/vscode']).toBe(`~${oldest}`);
  });

  it('ships the files that it names from media', () => {
    expect(existsSync(path.join(root, 'media/report.js'))).toBe(true);
  });
});
