import type { CliCommand } from './command';
import { explainCommand } from './explain';
import { fixCommand } from './fix';
import { fixturesCommand } from './fixtures';
import { initCommand } from './init';
import { lintCommand } from './lint';
import { lspCommand } from './lsp';
import { rulesCommand } from './rules';
import { testCommand } from './test';

/** Every command, in the order of `tenantsafe --help`. */
export const commands: readonly CliCommand[] = [
  lintCommand,
  explainCommand,
  testCommand,
  fixCommand,
  initCommand,
  rulesCommand,
  fixturesCommand,
  lspCommand,
];
