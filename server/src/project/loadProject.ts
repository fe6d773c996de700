import { parseSqlFile, type SqlFile } from '../sql';
import { frameworkById } from './frameworks';
import type { FolderContents } from './frameworks/framework';
import { inferFromFiles, inferFromHistory } from './infer';
import { sharedFirst } from './inferFolders';
import type { InferredTenancy } from './inference';
import type { Migration, Project, ProjectFiles, ProjectProblem } from './model';
import type { PolicyInput } from './policyInput';
import { checkPolicy } from './policyChecks';
import { findPolicyFile, loadPolicy, type LoadedPolicy } from './policyFile';
import type { Engine, MigrationFolder, Policy } from './policyModel';
import { resolvePolicy } from './resolvePolicy';
import { resolveFolders } from './resolveFolders';
import { createFactsReader } from './schemaFacts';

export interface ProjectOptions {
  /** A policy file other than the one at the root (`--config`). */
  readonly policyFile?: string;
  /** How SQL is parsed, for callers that keep what they have parsed. */
  readonly parse?: (sql: string) => SqlFile;
}

/** Reads a workspace folder as ordered migrations under one policy. Never throws: what is wrong is among its problems. */
export function loadProject(files: ProjectFiles, options: ProjectOptions = {}): Project {
  return createProjectLoader(options)(files);
}

/**
 * The same for a folder that is read again after each edit: what the policy file and the scripts before the edit say is
 * not read again, and a policy that says what it said is the very same value, for those who remember by it.
 */
export function createProjectLoader(options: ProjectOptions = {}): (files: ProjectFiles) => Project {
  const memory: Memory = {
    readFacts: createFactsReader(),
    loadPolicy: rememberingPolicyFile(),
    settled: rememberingPolicy(),
  };
  return (files) => load(files, options, memory);
}

interface Memory {
  readonly readFacts: ReturnType<typeof createFactsReader>;
  readonly loadPolicy: typeof loadPolicy;
  readonly settled: (policy: Policy) => Policy;
}

function load(files: ProjectFiles, options: ProjectOptions, memory: Memory): Project {
  const parse = options.parse ?? parseSqlFile;
  const found = findPolicyFile(files);
  const path = options.policyFile ?? found.path;
  const loaded = path === undefined ? undefined : memory.loadPolicy(path, files.text(path) ?? '');
  const input = loaded?.input ?? {};

  const fromFiles = inferFromFiles(files);
  const engine = input.engine ?? fromFiles.engine.value;
  const folders =
    input.migrations === undefined || loaded === undefined
      ? { folders: fromFiles.migrations.value, problems: [] }
      : resolveFolders(input.migrations, loaded, files);
  const contents = discoverAll(folders.folders, files, engine, parse);

  const fromHistory = besideFolders(
    inferFromHistory(files, engine, contents.migrations, parse, memory.readFacts),
    folders.folders,
  );
  const scopes = scopesByHistory(folders.folders, input, fromHistory.tenancy);
  const migrations = scopes === folders.folders ? contents.migrations : rescoped(contents.migrations, scopes);
  const inference = {
    ...fromFiles,
    ...fromHistory,
    ...(input.migrations === undefined ? { migrations: { ...fromFiles.migrations, value: scopes } } : {}),
  };
  const policy = memory.settled(resolvePolicy(input, inference, scopes));
  const problems = [
    ...(options.policyFile === undefined ? found.problems : []),
    ...unreadablePolicy(loaded, files),
    ...(loaded?.problems ?? []),
    ...folders.problems,
    ...(loaded === undefined || loaded.isBroken ? [] : checkPolicy(loaded, policy, migrations)),
    ...contents.problems,
  ];
  const modelOrigin = input.tenancy?.model === undefined ? 'inferred' : 'file';
  return { policy, policyFile: path, modelOrigin, inference, migrations, problems };
}

/** Folders for tenants and for what they share are of no use where tenants share their tables: a column misleads then. */
function besideFolders(
  inferred: ReturnType<typeof inferFromHistory>,
  folders: readonly MigrationFolder[],
): ReturnType<typeof inferFromHistory> {
  const sides = new Set(folders.map(({ scope }) => scope));
  if (inferred.tenancy.model.value !== 'row' || sides.size < 2) return inferred;
  const model = {
    value: undefined,
    confidence: 0.5,
    reason:
      'folders set shared and tenant migrations apart, and nothing tells whether a tenant has a schema or a database',
  };
  return { ...inferred, tenancy: { ...inferred.tenancy, model } };
}

/**
 * Files that name tenants' schemas, or go through them in loops, do the work for all tenants in one run: where that is how
 * the model is known, folders of which nothing else tells run once.
 */
function scopesByHistory(
  folders: readonly MigrationFolder[],
  input: PolicyInput,
  tenancy: InferredTenancy,
): readonly MigrationFolder[] {
  if (input.tenancy?.model !== undefined || tenancy.model.value !== 'schema') return folders;
  const isTold = ({ path }: MigrationFolder) =>
    input.migrations?.some((entry) => entry.scope !== undefined && entry.path === path) === true ||
    folders.some(({ scope }) => scope === 'shared');
  return folders.every(isTold)
    ? folders
    : folders.map((folder) => (isTold(folder) ? folder : { ...folder, scope: 'shared' }));
}

function rescoped(
  migrations: readonly Migration[],
  folders: readonly MigrationFolder[],
): readonly Migration[] {
  return migrations.map((migration) => ({
    ...migration,
    scope: folders.find(({ path }) => path === migration.folder)?.scope ?? migration.scope,
  }));
}

/** The history of the folders, shared before tenant. */
function discoverAll(
  folders: readonly MigrationFolder[],
  files: ProjectFiles,
  engine: Engine,
  parse: (sql: string) => SqlFile,
): FolderContents {
  const contents = folders
    .toSorted(sharedFirst)
    .flatMap((folder) => frameworkById(folder.framework)?.discover({ folder, files, engine, parse }) ?? []);
  return {
    migrations: contents.flatMap(({ migrations }) => migrations),
    problems: contents.flatMap(({ problems }) => problems),
  };
}

/** Sound because a policy file is read from its path and text alone. */
function rememberingPolicyFile(): typeof loadPolicy {
  let last: { readonly text: string; readonly loaded: LoadedPolicy } | undefined;
  return (path, text) => {
    if (last?.loaded.path !== path || last.text !== text) last = { text, loaded: loadPolicy(path, text) };
    return last.loaded;
  };
}

/** A policy is plain data, so that its JSON tells whether it is another one. */
function rememberingPolicy(): (policy: Policy) => Policy {
  let last: { readonly json: string; readonly policy: Policy } | undefined;
  return (policy) => {
    const json = JSON.stringify(policy);
    if (last?.json !== json) last = { json, policy };
    return last.policy;
  };
}

function unreadablePolicy(loaded: LoadedPolicy | undefined, files: ProjectFiles): readonly ProjectProblem[] {
  if (loaded === undefined || files.text(loaded.path) !== undefined) return [];
  const message = `${loaded.path} cannot be read as UTF-8 text: check that it is there, its rights and its encoding`;
  return [{ concerns: 'policy', path: loaded.path, span: { start: 0, end: 0 }, message }];
}
