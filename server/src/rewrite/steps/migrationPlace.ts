import type { Migration, Policy, Project, ProjectFiles } from '../../project';
import type { SqlFile } from '../../sql';

/** A migration as far as new files beside it need to know of it: its project, and where it stands there. */
export interface MigrationPlace {
  readonly migration: Migration;
  readonly direction: 'up' | 'down';
  readonly policy: Policy;
  readonly project: Project;
  readonly files: ProjectFiles;
  parse(sql: string): SqlFile;
}
