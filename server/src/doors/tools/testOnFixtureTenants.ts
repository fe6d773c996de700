import { z } from 'zod';
import { frameworkById, migrationFor, shapeNames } from '../../project';
import { placed, proposedFile, type PlacedFile } from './proposedFile';
import { CannotAnswer, defineTool, type Desk } from './tool';

export const testOnFixtureTenants = defineTool({
  name: 'test_on_fixture_tenants',
  title: 'Test on Fixture Tenants',
  description:
    'Runs a migration and its rollback on a real, private PostgreSQL with five generated tenants (minimal, large, edge, legacy, empty) and proves time, locks, data, isolation and rollback for each. Takes seconds to minutes. Touches no database but its own. A check that could not run is not passed: read notChecked. Call it before a migration is proposed as done.',
  input: z.object({
    ...proposedFile,
    rollback: z
      .string()
      .optional()
      .describe('The text of its rollback in place of what is on disk. Nothing is written.'),
    tenants: z
      .array(z.enum(shapeNames))
      .min(1)
      .optional()
      .describe('Only these tenants, for a quick look; all five without it.'),
  }),
  takesLong: true,
  answer: async (input, desk) => {
    const placement = placed(input, desk);
    const { file, texts } = placement;
    const { rollback, tenants = shapeNames } = input;
    const proposed =
      rollback === undefined ? texts : new Map(texts).set(rollbackPathOf(placement, desk), rollback);
    const shapes = shapeNames.filter((shape) => tenants.includes(shape));
    return { ...(await desk.testOnFixtureTenants({ file, texts: proposed, shapes })) };
  },
});

/** Where the migration's framework looks for its rollback. */
function rollbackPathOf({ workspace, file }: PlacedFile, { service }: Desk): string {
  const migration = migrationFor(service.project(workspace), workspace.files, file);
  const path = migration.down?.path ?? frameworkById(migration.framework)?.rollbackPath(migration);
  if (path !== undefined) return path;
  throw new CannotAnswer(
    `${migration.framework} has no rollback for ${file}: leave out rollback, and write a later migration instead.`,
  );
}
