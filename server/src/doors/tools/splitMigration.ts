import { z } from 'zod';
import { textsAfter } from '../../service';
import { placed, proposedFile } from './proposedFile';
import { CannotAnswer, defineTool } from './tool';

export const splitMigration = defineTool({
  name: 'split_migration',
  title: 'Split into Expand, Backfill and Contract',
  description:
    'Spreads one change that blocks or breaks running code (a NOT NULL column, a type change, a rename, a foreign key, a unique constraint, a column split …) over migrations to expand, backfill and contract, with a batched, resumable backfill, triggers for old code, queries that validate it and a rollback for each phase. Gives the texts of all files. Nothing is written.',
  input: z.object({
    ...proposedFile,
    statement: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe('Index of the statement, from 0; without it the first one that can be split.'),
  }),
  answer: (input, desk) => {
    const { workspace, file } = placed(input, desk);
    const { statements } = desk.service.explain(workspace, file);
    const asked = statements.filter(
      ({ index }) => input.statement === undefined || index === input.statement,
    );
    if (asked.length === 0) {
      throw new CannotAnswer(
        `${file} has no statement ${String(input.statement ?? 0)}: it has ${String(statements.length)}, counted from 0.`,
      );
    }
    const answers = asked.map(({ range }) => desk.service.split(workspace, file, range.start));
    const split = answers.find((answer) => answer?.kind === 'split');
    if (split?.kind === 'split') {
      const files = [...textsAfter(split.edits, workspace.files)].map(([path, text]) => ({ path, text }));
      return { formatVersion: 1, files, refused: null };
    }
    const refused = answers.find((answer) => answer?.kind === 'refused');
    const reason = refused?.kind === 'refused' ? refused.reason : 'Nothing here needs to be split.';
    return { formatVersion: 1, files: [], refused: reason };
  },
});
