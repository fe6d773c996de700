import type { z } from 'zod';
import type { PromptLibrary } from '../../drafts/prompts';
import type { RehearsalResult } from '../../rehearsal';
import type { ShapeName } from '../../project';
import type { LanguageService, Workspace } from '../../service';

/** A tool for agents. None writes a file, and none reaches a database other than the fixture tenants'. */
export interface AgentTool {
  /** `verb_noun`, as agents know it. */
  readonly name: string;
  readonly title: string;
  /** For a model: what it is told, and when to ask. */
  readonly description: string;
  readonly input: z.ZodObject;
  /** Whether a call starts a run on the fixture tenants, which takes seconds to minutes. */
  readonly takesLong: boolean;
  /**
   * Answers a call with a JSON object.
   *
   * @throws CannotAnswer in one sentence for a call that cannot be answered.
   */
  call(input: unknown, desk: Desk): Promise<ToolAnswer>;
}

export type ToolAnswer = Readonly<Record<string, unknown>>;

/** What a tool works with: the project as it is now, and a way to the fixture tenants. */
export interface Desk {
  readonly service: LanguageService;
  readonly workspace: Workspace;
  /** The project's folder, which is named in sentences only. */
  readonly root: string;
  readonly prompts: () => PromptLibrary;
  testOnFixtureTenants(job: FixtureJob): Promise<RehearsalResult>;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** A migration to test, with texts that lie over those on disk, by their path. */
export interface FixtureJob {
  readonly file: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly shapes: readonly ShapeName[];
}

/** A call cannot be answered; `message` is one sentence with the remedy, for the agent to act on. */
export class CannotAnswer extends Error {}

/** A tool whose calls are checked against its input before they reach it. */
export function defineTool<Input extends z.ZodObject>(
  tool: Omit<AgentTool, 'call' | 'input' | 'takesLong'> & {
    readonly input: Input;
    readonly takesLong?: true;
    readonly answer: (input: z.output<Input>, desk: Desk) => ToolAnswer | Promise<ToolAnswer>;
  },
): AgentTool {
  const { name, title, description, input, takesLong = false, answer } = tool;
  return {
    name,
    title,
    description,
    input,
    takesLong,
    call: async (given, desk) => {
      const read = input.safeParse(given);
      if (!read.success)
        throw new CannotAnswer(`The input of ${name} does not hold: ${faultsOf(read.error)}`);
      return answer(read.data, desk);
    },
  };
}

function faultsOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`).join('; ');
}
