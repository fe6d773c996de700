import { z } from 'zod';
import { CannotAnswer, defineTool } from './tool';

export const describeTenancy = defineTool({
  name: 'describe_tenancy',
  title: 'Describe Tenancy',
  description:
    'Says how this project keeps tenants apart (by row, by schema or by database) and, for each table after the whole migration history, whose rows it holds and why, its tenant column and keys, its row-level security and policies, and the views and functions over it. Ask before you write a join, a backfill, a new table, a unique constraint or a policy.',
  input: z.object({
    tables: z
      .array(z.string())
      .optional()
      .describe('Only these tables, by name with or without the schema; all of them without it.'),
  }),
  answer: ({ tables: wanted }, desk) => {
    const map = desk.service.tenancyMap(desk.workspace);
    if (wanted === undefined) return { formatVersion: 1, ...map };
    const isNamed = (relation: string) => (name: string) =>
      relation === name || relation.slice(relation.indexOf('.') + 1) === name;
    const unknown = wanted.find((name) => !map.tables.some(({ relation }) => isNamed(relation)(name)));
    if (unknown !== undefined) {
      throw new CannotAnswer(
        `There is no table ${unknown} after the migration history: leave out tables to see them all.`,
      );
    }
    return {
      formatVersion: 1,
      ...map,
      tables: map.tables.filter(({ relation }) => wanted.some(isNamed(relation))),
    };
  },
});
