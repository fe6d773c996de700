import type { CliCommand } from './command';

/** Every command by its name, in the order of `tenantsafe --help`; loading one loads all that it needs. */
const loaders: Readonly<Record<string, () => Promise<CliCommand>>> = {
  lint: async () => (await import('./lint')).lintCommand,
  explain: async () => (await import('./explain')).explainCommand,
  test: async () => (await import('./test')).testCommand,
  fix: async () => (await import('./fix')).fixCommand,
  init: async () => (await import('./init')).initCommand,
  rules: async () => (await import('./rules')).rulesCommand,
  'agent-rules': async () => (await import('./agentRules')).agentRulesCommand,
  'check-draft': async () => (await import('./checkDraft')).checkDraftCommand,
  drafts: async () => (await import('./drafts')).draftsCommand,
  fixtures: async () => (await import('./fixtures')).fixturesCommand,
  lsp: async () => (await import('./lsp')).lspCommand,
  mcp: async () => (await import('./mcp')).mcpCommand,
};

/**
 * The commands whose names are among the arguments, or all of them where none is, as for `--help`: to load what one
 * command needs takes a fraction of the time that all need.
 */
export async function commandsFor(argumentList: readonly string[]): Promise<readonly CliCommand[]> {
  const named = Object.keys(loaders).filter((name) => argumentList.includes(name));
  const isForHelp = argumentList.some((argument) => ['help', '--help', '-h'].includes(argument));
  const wanted =
    named.length === 0 || isForHelp ? Object.values(loaders) : named.map((name) => loaders[name]);
  return Promise.all(wanted.filter((load) => load !== undefined).map((load) => load()));
}
