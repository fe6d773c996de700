import { z } from 'zod';
import { frameworkById, migrationFor, shapeNames } from '../../project';
import { laidOver, type Workspace } from '../../service';
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
    const up = placed(input, desk);
    const workspace = input.rollback === undefined ? up.workspace : withRollback(up, input.rollback, desk);
    const { tenants = shapeNames } = input;
    const shapes = shapeNames.filter((shape) => tenants.includes(shape));
    return { ...(await desk.testOnFixtureTenants({ workspace, file: up.file, shapes })) };
  },
});

/** The project with the proposed rollback where the migration's framework looks for it. */
function withRollback({ workspace, file }: PlacedFile, text: string, { service }: Desk): Workspace {
  const migration = migrationFor(service.project(workspace), workspace.files, file);
  const path = migration.down?.path ?? frameworkById(migration.framework)?.rollbackPath(migration);
  if (path === undefined) {
    throw new CannotAnswer(
      `${migration.framework} has no rollback for ${file}: leave out rollback, and write a later migration instead.`,
    );
  }
  return { ...workspace, files: laidOver(workspace.files, new Map([[path, text]])) };
}
