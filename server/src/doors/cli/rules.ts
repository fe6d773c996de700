import { Option, type Command } from 'commander';
import { describedRule, describedRules, docsUrlOf, type DescribedRule } from '../../service';
import {
  CannotRun,
  exitStatus,
  type CliCommand,
  type CliProcess,
  type ExitStatus,
  type GlobalOptions,
} from './command';
import { readRulePage } from './rulePages';

interface RulesOptions extends GlobalOptions {
  readonly format: 'text' | 'json';
}

export const rulesCommand: CliCommand = {
  addTo(program, run) {
    program
      .command('rules')
      .description('List the rules, or show the page of one')
      .argument('[id]', 'a rule id, such as pg-index-not-concurrent')
      .addOption(
        new Option('--format <format>', 'how it is written').choices(['text', 'json']).default('text'),
      )
      .action((id: string | undefined, _options: object, command: Command) =>
        run((process) => Promise.resolve(showRules(process, id, command.optsWithGlobals<RulesOptions>()))),
      );
  },
};

function showRules(process: CliProcess, id: string | undefined, { format }: RulesOptions): ExitStatus {
  if (id === undefined) {
    const list = { formatVersion: 1, rules: describedRules.map(listed) };
    process.stdout.write(format === 'json' ? json(list) : describedRules.map(line).join(''));
    return exitStatus.clean;
  }
  const rule = describedRule(id);
  if (rule === undefined) {
    throw new CannotRun(`There is no rule "${id}": \`tenantsafe rules\` lists all.`);
  }
  const page = pageOf(process, rule);
  process.stdout.write(
    format === 'json' ? json({ formatVersion: 1, rule: { ...listed(rule), page } }) : page,
  );
  return exitStatus.clean;
}

function pageOf({ packageFolder }: CliProcess, { id }: DescribedRule): string {
  const page = readRulePage(packageFolder, id);
  if (page !== undefined) return page;
  throw new CannotRun(`The page of ${id} is missing from this installation: read it at ${docsUrlOf(id)}.`);
}

function listed({ id, category, severity, summary }: DescribedRule): object {
  return { id, category, severity, summary, docs: docsUrlOf(id) };
}

function line({ id, severity, summary }: DescribedRule): string {
  const width = Math.max(...describedRules.map((rule) => rule.id.length));
  return `${id.padEnd(width)}  ${severity.padEnd(7)}  ${summary}\n`;
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
