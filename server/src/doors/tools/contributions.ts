import { z } from 'zod';
import { agentTools } from '.';

/** The tools as the extension's manifest promises them to an editor; `npm run agent-tools` writes them there. */
export function toolContributions(): readonly object[] {
  return agentTools.map(({ name, title, description, input }) => ({
    name: `tenantsafe_${name}`,
    displayName: title,
    modelDescription: description,
    userDescription: description.slice(0, description.indexOf('. ') + 1),
    toolReferenceName: camelCase(name),
    canBeReferencedInPrompt: true,
    icon: '$(database)',
    tags: ['tenantsafe', 'migrations'],
    inputSchema: inputSchemaOf(input),
  }));
}

/** Without the name of the dialect, which an editor takes for granted. */
function inputSchemaOf(input: z.ZodObject): object {
  const entries = Object.entries(z.toJSONSchema(input, { io: 'input' }));
  return Object.fromEntries(entries.filter(([key]) => key !== '$schema'));
}

function camelCase(name: string): string {
  return name.replaceAll(/_(.)/g, (_match, letter: string) => letter.toUpperCase());
}
