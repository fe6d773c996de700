import { createReplay, rememberingChanges, startSession, type Catalog, type Replay } from '../catalog';
import {
  createProjectLoader,
  isLinted,
  migrationFor,
  type Migration,
  type Project,
  type ProjectFiles,
} from '../project';
import { SourceText, type Position, type Range, type SqlFile } from '../sql';
import { searchPathOfRun } from '../tenancy';
import {
  isMigrationDraft,
  isMigrationFile,
  placesAt,
  scriptsByPath,
  type Analysis,
  type ScriptPlace,
  type Standing,
} from './analysis';
import { editsOfAllFixes } from './allFixes';
import { codeLensesOf, type CodeLens } from './codeLenses';
import { ruleCompletionsAt, type RuleCompletion } from './completion';
import { explainFile } from './explain';
import { historyOf } from './history';
import { hoverAt, type Hover } from './hover/hover';
import { inlayHintsOf, type InlayHint } from './inlayHints';
import { ignoreEditsFor, type IgnoreEdits } from './ignoreEdits';
import { lintFile } from './lint';
import { once, remembering } from './memo';
import type {
  ExplainedFile,
  LintEdit,
  LintFinding,
  LintFix,
  LintedFile,
  PlacedProblem,
  Workspace,
  WorkspaceFiles,
} from './model';
import { outlineOf, type StatementSymbol } from './outline';
import { createRememberingParser } from './parsing';
import { placedProblems } from './problems';
import { postgresReading } from './postgresReading';
import { createReviewer, type Reviewer } from './review';
import { offeredRewritesAt, type OfferedRewrite } from './offeredRewrites';
import { splitAt, type SplitAnswer } from './splits';
import { rollbacksFor, type GeneratedRollback } from './rollbacks';
import { scriptsOf, type MigrationScripts } from './scripts';
import { tenancyMapOf, type TenancyMap } from './tenancyMap';

/**
 * Everything that editors and command lines ask about one workspace folder. Paths are relative to the folder, with `/`.
 * No method throws on what a user wrote, and none does IO.
 */
export interface LanguageService {
  project(workspace: Workspace): Project;
  /** What does not hold in the policy file and in the migration folders themselves. */
  problems(workspace: Workspace): readonly PlacedProblem[];
  /** Whether the file is Tenantsafe's business: a migration or a draft of one, the policy, a file that is wrong in a folder. */
  concerns(workspace: Workspace, path: string): boolean;
  /** How the file stands to the history; a file without a script, such as the policy, stands outside. */
  standing(workspace: Workspace, path: string): Standing;
  /** The drafts of migrations among the files: each would come next after the whole history. */
  drafts(workspace: Workspace, paths: readonly string[]): readonly Migration[];
  /** The files that a person is answerable for: the scripts of the migrations after the baseline, in order, then the policy. */
  lintedPaths(workspace: Workspace): readonly string[];
  lint(workspace: Workspace, path: string): LintedFile;
  /** One edit for each file that the preferred fixes of the file, as far as the caller accepts them, change or make. */
  fixAll(workspace: Workspace, path: string, accepts?: (fix: LintFix) => boolean): readonly LintEdit[];
  explain(workspace: Workspace, path: string): ExplainedFile;
  /** The schema after the whole history. */
  schema(workspace: Workspace): Catalog;
  /** The schema that the migration in the file finds; for any other path the one after the whole history. */
  schemaBefore(workspace: Workspace, path: string): Catalog;
  /** Whose rows each table holds after the whole history. */
  tenancyMap(workspace: Workspace): TenancyMap;
  hover(workspace: Workspace, path: string, position: Position): Hover | undefined;
  codeLenses(workspace: Workspace, path: string): readonly CodeLens[];
  inlayHints(workspace: Workspace, path: string, range: Range): readonly InlayHint[];
  /** The rewrites that fit a place, by title; `split` and `generateRollback` work them out. */
  rewrites(workspace: Workspace, path: string, position: Position): readonly OfferedRewrite[];
  split(workspace: Workspace, path: string, position: Position): SplitAnswer | undefined;
  /** Rollbacks for the migration in the file, the plain one first; empty where nothing is to be added. */
  generateRollback(workspace: Workspace, path: string): readonly GeneratedRollback[];
  outline(workspace: Workspace, path: string): readonly StatementSymbol[];
  /** Where the statements stand that a run of the file's migration counts. */
  scripts(workspace: Workspace, path: string): MigrationScripts | undefined;
  ruleCompletions(workspace: Workspace, path: string, position: Position): readonly RuleCompletion[];
  ignoreEdits(workspace: Workspace, path: string, finding: LintFinding): IgnoreEdits;
}

export interface LanguageServiceOptions {
  /** A policy file other than the one at the folder's root. */
  readonly policyFile?: string;
}

/** How many sets of files, and in each how many texts and reviews, are kept for the next question about them. */
const rememberedWorkspaces = 2;
const rememberedReviews = 32;

/**
 * A service for one workspace folder. PostgreSQL's parser must have been loaded (`loadPostgresParser`). Each edit of a
 * file comes as a new `files` value; what did not change is remembered from the values before.
 */
export function createLanguageService(options: LanguageServiceOptions = {}): LanguageService {
  const parser = createRememberingParser();
  const parse = (sql: string) => parser.parse(sql);
  const apply = rememberingChanges();
  const { policyFile } = options;
  const tools: Tools = {
    parse,
    loadProject: createProjectLoader(policyFile === undefined ? { parse } : { parse, policyFile }),
    review: createReviewer({ ...postgresReading, parse, apply }),
    replay: createReplay({ parse, apply }),
  };
  const looked = remembering(rememberedWorkspaces, (files: WorkspaceFiles) => {
    parser.startNewLook();
    return analysisOf(files, tools);
  });
  const analysed = ({ files, today }: Workspace): Analysis => ({ ...looked(files), today });

  const lint = (workspace: Workspace, path: string) => lintFile(analysed(workspace), path);

  return {
    project: (workspace) => analysed(workspace).project,
    problems: (workspace) => analysed(workspace).problems(),
    concerns: (workspace, path) => concerns(analysed(workspace), path),
    standing: (workspace, path) => placesAt(analysed(workspace), path)[0]?.standing ?? 'outside',
    drafts: (workspace, paths) => draftsAmong(analysed(workspace), paths),
    lintedPaths: (workspace) => lintedPaths(analysed(workspace).project),
    lint,
    fixAll: (workspace, path, accepts = () => true) => editsOfAllFixes({ workspace, path, lint, accepts }),
    explain: (workspace, path) => explainFile(analysed(workspace), path),
    schema: (workspace) => analysed(workspace).schema(),
    schemaBefore: (workspace, path) => schemaBefore(analysed(workspace), path),
    tenancyMap: (workspace) => tenancyMapOf(analysed(workspace)),
    hover: (workspace, path, position) => hoverAt(analysed(workspace), path, position),
    codeLenses: (workspace, path) => codeLensesOf(analysed(workspace), path),
    inlayHints: (workspace, path, range) => inlayHintsOf(analysed(workspace), path, range),
    rewrites: (workspace, path, position) => offeredRewritesAt(analysed(workspace), path, position),
    split: (workspace, path, position) => splitAt(analysed(workspace), path, position),
    generateRollback: (workspace, path) => rollbacksFor(analysed(workspace), path),
    outline: (workspace, path) => outlineOf(analysed(workspace), path),
    scripts: (workspace, path) => scriptsOf(analysed(workspace), path),
    ruleCompletions: (workspace, path, position) => ruleCompletionsAt(analysed(workspace), path, position),
    ignoreEdits: (workspace, path, finding) => ignoreEditsFor(analysed(workspace), path, finding),
  };
}

interface Tools {
  readonly parse: (sql: string) => SqlFile;
  readonly review: Reviewer;
  readonly replay: Replay;
  readonly loadProject: (files: ProjectFiles) => Project;
}

function analysisOf(files: WorkspaceFiles, tools: Tools): Omit<Analysis, 'today'> {
  const { parse, replay } = tools;
  const project = tools.loadProject(files);
  const history = once(() => historyOf(project, files));
  const source = remembering(rememberedReviews, (path: string) => new SourceText(files.text(path) ?? ''));
  const review = ({ migration, direction, script }: ScriptPlace) => {
    const earlier = replay.catalogAfter(history().before(migration, direction));
    const before = startSession(earlier, searchPathOfRun(migration, project.policy));
    return tools.review({ project, migration, direction, script, files, before });
  };
  return {
    files,
    project,
    scriptsAt: scriptsByPath(project.migrations),
    problems: once(() => placedProblems(project, source)),
    migrationOutside: (path) => migrationFor(project, files, path, parse),
    source,
    schema: once(() => replay.catalogAfter(history().scripts)),
    review: remembering(
      rememberedReviews,
      review,
      ({ direction, script }) => `${direction} ${script.path} ${script.span.start}`,
    ),
  };
}

function concerns(analysis: Analysis, path: string): boolean {
  const { project } = analysis;
  return (
    path === project.policyFile ||
    isMigrationFile(analysis, path) ||
    isMigrationDraft(project, path) ||
    project.problems.some((problem) => problem.path === path)
  );
}

/** A file without a script of its own, such as a folder's path, asks as the next migration would. */
function schemaBefore(analysis: Analysis, path: string): Catalog {
  const place = placesAt(analysis, path)[0];
  if (place !== undefined) {
    const { migration } = place;
    return analysis.review({ ...place, direction: 'up', script: migration.up }).before;
  }
  const { project } = analysis;
  const last = project.migrations.at(-1);
  const schema = analysis.schema();
  return last === undefined ? schema : startSession(schema, searchPathOfRun(last, project.policy));
}

/** A draft may be open with its rollback, and is one migration then. */
function draftsAmong(analysis: Analysis, paths: readonly string[]): readonly Migration[] {
  const drafts = paths
    .filter((path) => isMigrationDraft(analysis.project, path))
    .map((path) => analysis.migrationOutside(path));
  return drafts.filter((draft, index) => drafts.findIndex(({ up }) => up.path === draft.up.path) === index);
}

function lintedPaths(project: Project): readonly string[] {
  const scripts = project.migrations
    .filter((migration) => isLinted(project, migration))
    .flatMap(({ up, down }) => (down === undefined ? [up.path] : [up.path, down.path]));
  const problems = project.problems.map(({ path }) => path);
  const policy = project.policyFile === undefined ? [] : [project.policyFile];
  return [...new Set([...scripts, ...problems, ...policy])];
}
