import { InvalidArgumentError, type Command } from 'commander';
import {
  agentRuleFiles,
  agentRuleReaders,
  type AgentRuleFile,
  type AgentRuleReader,
} from '../../drafts/agentRules';
import { exitStatus, type CliCommand, type CliProcess, type ExitStatus, type GlobalOptions } from './command';
import { openProject } from './openProject';
import { writeTexts } from './writeFiles';

interface AgentRulesOptions extends GlobalOptions {
  readonly for: readonly AgentRuleReader[];
  readonly check?: true;
}

export const agentRulesCommand: CliCommand = {
  addTo(program, run) {
    program
      .command('agent-rules')
      .description('Write the rules of this project’s migrations where agents read them')
      .option(
        '--for <readers>',
        `only these, separated by commas: ${agentRuleReaders.join(', ')}`,
        readersNamed,
        agentRuleReaders,
      )
      .option('--check', 'write nothing; fail where a file is missing or no longer what the policy says')
      .action((_options: object, command: Command) =>
        run((process) => agentRules(process, command.optsWithGlobals<AgentRulesOptions>())),
      );
  },
};

async function agentRules(process: CliProcess, options: AgentRulesOptions): Promise<ExitStatus> {
  const { folder, service, workspace } = await openProject(process, options);
  const stale = agentRuleFiles(service.project(workspace), workspace.files).filter(
    ({ reader, state }) => options.for.includes(reader) && state !== 'current',
  );
  if (options.check === true) return checked(process, stale);
  await writeTexts(
    folder.root,
    stale.map(({ path, text, state }) => ({ path, text, isNew: state === 'missing' })),
  );
  process.stdout.write(stale.map(({ path }) => `${path} is written\n`).join(''));
  if (stale.length === 0) process.stderr.write('Every file says already what the policy says.\n');
  return exitStatus.clean;
}

function checked(process: CliProcess, stale: readonly AgentRuleFile[]): ExitStatus {
  const what = { missing: 'is missing', outdated: 'is not what the policy says', current: 'holds' } as const;
  for (const { path, state } of stale) {
    process.stdout.write(`${path} ${what[state]}: run tenantsafe agent-rules.\n`);
  }
  return stale.length === 0 ? exitStatus.clean : exitStatus.findings;
}

function readersNamed(value: string): readonly AgentRuleReader[] {
  const names = value.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !agentRuleReaders.some((reader) => reader === name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`There is no "${unknown}": choose among ${agentRuleReaders.join(', ')}.`);
  }
  return agentRuleReaders.filter((reader) => names.includes(reader));
}
