import type { Project, ProjectFiles } from '../../project';
import { projectRules } from './projectRules';

/** Who reads rules from where. */
export const agentRuleReaders = ['agents', 'copilot', 'cursor', 'skill'] as const;
export type AgentRuleReader = (typeof agentRuleReaders)[number];

/** A file of rules for agents as it should be. */
export interface AgentRuleFile {
  readonly reader: AgentRuleReader;
  readonly path: string;
  /** The whole text: what people wrote around a generated section is in it, unchanged. */
  readonly text: string;
  readonly state: 'missing' | 'outdated' | 'current';
}

/**
 * The rules by which this project's migrations are written, in the files that agents read: `AGENTS.md` (a section of it),
 * Copilot's instructions, Cursor's rules and a skill.
 */
export function agentRuleFiles(project: Project, files: ProjectFiles): readonly AgentRuleFile[] {
  const rules = projectRules(project);
  return agentRuleReaders.map((reader) => {
    const { path, render } = places[reader];
    const present = files.text(path);
    const text = render(rules, project, present);
    const state = present === undefined ? 'missing' : present === text ? 'current' : 'outdated';
    return { reader, path, text, state };
  });
}

interface Place {
  readonly path: string;
  readonly render: (rules: string, project: Project, present: string | undefined) => string;
}

const places: Readonly<Record<AgentRuleReader, Place>> = {
  agents: { path: 'AGENTS.md', render: (rules, _project, present) => withSection(present, rules) },
  copilot: {
    path: '.github/instructions/tenantsafe.instructions.md',
    render: (rules, project) =>
      wholeFile([`applyTo: ${JSON.stringify(migrationPatterns(project).join(','))}`], rules),
  },
  cursor: {
    path: '.cursor/rules/tenantsafe.mdc',
    render: (rules, project) =>
      wholeFile(
        [`description: ${purpose}`, `globs: ${migrationPatterns(project).join(',')}`, 'alwaysApply: false'],
        rules,
      ),
  },
  skill: {
    path: '.claude/skills/tenantsafe-migrations/SKILL.md',
    render: (rules) =>
      wholeFile(
        [
          'name: tenantsafe-migrations',
          `description: ${purpose} Use whenever a database migration, a backfill or a rollback is written, changed or reviewed.`,
        ],
        rules,
      ),
  },
};

const purpose = 'How database migrations of this multi-tenant project are written and verified.';
const title = '## Database migrations';
const notice =
  'Written by Tenantsafe (`tenantsafe agent-rules`) from `tenantsafe.yaml`: change the policy, not this text.';

function migrationPatterns({ policy }: Project): readonly string[] {
  return policy.migrations.map(({ path }) => (path === '.' ? '**/*.sql' : `${path}/**`));
}

function wholeFile(frontMatter: readonly string[], rules: string): string {
  return ['---', ...frontMatter, '---', '', title, '', notice, '', rules].join('\n');
}

const start = '<!-- tenantsafe:start -->';
const end = '<!-- tenantsafe:end -->';

/** The generated section in the place where it stands, else at the end. */
function withSection(present: string | undefined, rules: string): string {
  const generated = [start, title, '', notice, '', rules.trimEnd(), end].join('\n');
  if (present === undefined || present.trim() === '') return `${generated}\n`;
  const [from, to] = [present.indexOf(start), present.indexOf(end)];
  if (from < 0 || to < from) return `${present.trimEnd()}\n\n${generated}\n`;
  return present.slice(0, from) + generated + present.slice(to + end.length);
}
