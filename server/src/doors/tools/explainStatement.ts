import { z } from 'zod';
import { explainJson } from '../lintJson';
import { placed } from './proposedFile';
import { defineTool } from './tool';

export const explainStatement = defineTool({
  name: 'explain_statement',
  title: 'Explain SQL Statements',
  description:
    'Says what each SQL statement really does on the project’s oldest server: which relations it locks in which mode and what that blocks, what it rewrites and reads in full, whether it can run in a transaction, whether it loses data. Facts come from a table that is proved against real servers. Use it instead of what you remember about locks.',
  input: z.object({
    sql: z.string().min(1).describe('One or more statements.'),
    file: z
      .string()
      .optional()
      .describe(
        'Path of the migration that they are to stand in, which decides what comes before them; without it they come after the whole history.',
      ),
  }),
  answer: ({ sql, file: given = 'proposed.sql' }, desk) => {
    const { workspace, file } = placed({ file: given, sql }, desk);
    const explained = desk.service.explain(workspace, file);
    const errors = explained.errors.map(({ message, range }) => ({ message, range }));
    return { ...explainJson([explained]), errors };
  },
});
