import { z } from 'zod';
import { lintJson } from '../lintJson';
import { placed, proposedFile } from './proposedFile';
import { defineTool } from './tool';

export const lintMigration = defineTool({
  name: 'lint_migration',
  title: 'Lint a Migration',
  description:
    'Finds lock hazards and tenant-isolation hazards in one SQL migration, judged with the schema that the migrations before it leave and with the project’s policy. Each finding has a rule id, a severity, a message that says what happens, to whom and what to do, a range, and fixes as text edits. Call it on every migration before it is proposed, and again after each change; do not suppress a finding to make it pass.',
  input: z.object(proposedFile),
  answer: (input, desk) => {
    const { workspace, file } = placed(input, desk);
    return { ...lintJson([desk.service.lint(workspace, file)]) };
  },
});
