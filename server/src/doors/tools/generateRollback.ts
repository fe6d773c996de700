import { z } from 'zod';
import { textsAfter } from '../../service';
import { placed, proposedFile } from './proposedFile';
import { defineTool } from './tool';

export const generateRollback = defineTool({
  name: 'generate_rollback',
  title: 'Generate a Rollback',
  description:
    'Derives the rollback of a migration from the schema before it: definitions that the migration removes or changes come back exactly. Gives one or more offers, each with the texts of its files and with what it does not bring back. Nothing is written.',
  input: z.object(proposedFile),
  answer: (input, desk) => {
    const { workspace, file } = placed(input, desk);
    const offers = desk.service
      .generateRollback(workspace, file)
      .map(({ title, edits, losses, remaining }) => ({
        title,
        files: [...textsAfter(edits, workspace.files)].map(([path, text]) => ({ path, text })),
        losses,
        remaining,
      }));
    return { formatVersion: 1, offers };
  },
});
