import type { Catalog } from '../../catalog';
import { migrationsBefore, type Migration, type Policy } from '../../project';
import type { LanguageService, Workspace } from '../../service';

/** What a prompt is asked about: the schema before the migration that is to be drafted, in its project. */
export interface Surroundings {
  readonly catalog: Catalog;
  readonly policy: Policy;
  /** Those before it, in the order in which they run. */
  readonly migrations: readonly Migration[];
}

/** The surroundings of a prompt in a file; for a folder, those of its next migration. */
export function surroundingsAt(service: LanguageService, workspace: Workspace, path: string): Surroundings {
  const project = service.project(workspace);
  return {
    catalog: service.schemaBefore(workspace, path),
    policy: project.policy,
    migrations: migrationsBefore(project, path),
  };
}
