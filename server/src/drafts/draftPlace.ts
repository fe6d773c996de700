import { resolveRelation, startSession, type Catalog } from '../catalog';
import { frameworkById, type Framework, type MigrationFolder, type Policy, type Project } from '../project';
import type { LanguageService, Workspace } from '../service';
import { parseSqlFile, relationsNamedIn } from '../sql';
import { searchPathOfRun } from '../tenancy';
import { blockFileAt, withoutBlockFile, type BlockFile } from './blockFile';
import type { Draft } from './draft';

/** The project that drafts are made for. */
export interface DraftProject {
  readonly service: LanguageService;
  readonly workspace: Workspace;
  /** The file with the prompt block that asked for the draft, if one did. */
  readonly askedIn?: string | undefined;
}

/** Where a draft's migrations come: after all others of one folder. */
export interface DraftPlace extends DraftProject {
  readonly project: Project;
  readonly policy: Policy;
  readonly folder: MigrationFolder;
  readonly framework: Framework;
  /** The schema that the first of them finds. */
  readonly before: Catalog;
  /** The file that the first of them goes into; a new one where undefined. */
  readonly block: BlockFile | undefined;
}

/** Undefined where the project has no folder of migrations whose framework is known. */
export function placeOf(draft: Draft, given: DraftProject): DraftPlace | undefined {
  const { service, askedIn } = given;
  const asked = service.project(given.workspace);
  const { policy } = asked;
  const schema = service.schema(given.workspace);
  const folder = folderFor(draft, policy, schema);
  const framework = folder === undefined ? undefined : frameworkById(folder.framework);
  if (folder === undefined || framework === undefined) return undefined;
  const before = startSession(schema, searchPathOfRun(folder, policy));
  const block = blockFileAt(askedIn, folder, { project: asked, workspace: given.workspace });
  const workspace = block === undefined ? given.workspace : withoutBlockFile(given.workspace, block);
  const project = service.project(workspace);
  return { service, workspace, project, policy, folder, framework, before, block };
}

/** The folder that made most of the relations that the draft names, else the first one for tenants. */
function folderFor(draft: Draft, policy: Policy, schema: Catalog): MigrationFolder | undefined {
  const folders = [
    ...policy.migrations.filter(({ scope }) => scope === 'tenant'),
    ...policy.migrations.filter(({ scope }) => scope === 'shared'),
  ];
  const [first, ...others] = folders;
  if (first === undefined || others.length === 0) return first;
  const counts = new Map(folders.map((folder) => [folder, countOf(folder, draft, policy, schema)]));
  return folders.toSorted((one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0))[0];
}

function countOf(folder: MigrationFolder, draft: Draft, policy: Policy, schema: Catalog): number {
  const seen = startSession(schema, searchPathOfRun(folder, policy));
  return relationsOf(draft).filter((written) => {
    const origin = schema.relations.get(resolveRelation(seen, written))?.origin;
    return origin?.path.startsWith(`${folder.path}/`) === true;
  }).length;
}

function relationsOf({ phases }: Draft): ReturnType<typeof relationsNamedIn> {
  return phases.flatMap(({ statements }) =>
    statements
      .flatMap((sql) => parseSqlFile(sql).statements)
      .flatMap(({ tree }) => (tree === undefined ? [] : relationsNamedIn(tree))),
  );
}
