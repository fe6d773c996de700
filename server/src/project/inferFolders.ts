import type { Inferred } from './inference';
import type { MigrationFolder } from './policyModel';
import { frameworks } from './frameworks';
import { fileNameOf, folderOf, pathsWithin, type Framework } from './frameworks/framework';
import { compareTexts } from './versions';

/**
 * The folders whose file names look like a framework's. Where a project keeps several histories, the one with the most
 * files is taken, unless their names say that they are the shared and the tenant side of one.
 */
export function inferFolders(paths: readonly string[]): Inferred<readonly MigrationFolder[]> {
  const candidates = candidateFolders(paths);
  const productive = candidates.filter(({ path }) => !asideFolder.test(`${path}/`));
  const considered = (productive.length > 0 ? productive : candidates).sort(mostFilesFirst);
  const [first, ...others] = considered;
  if (first === undefined) {
    return { value: [], confidence: 0, reason: 'no folder holds files that are named like migrations' };
  }
  const sides = considered.filter(({ path }) => sideOf(path) !== undefined);
  if (
    sides.some(({ path }) => sideOf(path) === 'shared') &&
    sides.some(({ path }) => sideOf(path) === 'tenant')
  ) {
    return {
      value: sides.map(asFolder).sort(sharedFirst),
      confidence: 0.8,
      reason: `the names of ${sides.map(({ path }) => path).join(' and ')} set shared and tenant migrations apart`,
    };
  }
  const reason = `${first.files} ${first.files === 1 ? 'file is' : 'files are'} named like migrations of ${first.framework.title} in ${first.path}`;
  if (others.length === 0) return { value: [asFolder(first)], confidence: 0.95, reason };
  const passedOver = others.map(({ path, files }) => `${path} (${files})`).join(', ');
  return {
    value: [asFolder(first)],
    confidence: first.files > 2 * (others[0]?.files ?? 0) ? 0.7 : 0.4,
    reason: `${reason}; fewer stand in ${passedOver}`,
  };
}

/** Shared folders run before tenant folders, and else in the order in which they are written. */
export function sharedFirst(left: MigrationFolder, right: MigrationFolder): number {
  return Number(left.scope === 'tenant') - Number(right.scope === 'tenant');
}

interface Candidate {
  readonly path: string;
  readonly framework: Framework;
  readonly files: number;
}

/** Folders of tests, examples, dependencies and build output. */
const asideFolder =
  /(^|\/)(tests?|testdata|__tests__|test[-_]?fixtures|fixtures|stubs?|mocks?|examples?|samples?|demo|node_modules|vendor|third_party|target|build|dist|out|bin|\.[^/]+)\//i;

/** Names under which a framework is told to look; folders below them belong to the same history. */
const homeName = /^(db|database|sql|flyway|schema)?[-_.]?migrations?$|^migrate$|^flyway$|^changelog$/i;

function candidateFolders(paths: readonly string[]): Candidate[] {
  const filesByFolder = new Map<string, string[]>();
  for (const path of paths) {
    if (!/\.sql$/i.test(path)) continue;
    const folder = folderOf(path);
    const files = filesByFolder.get(folder);
    if (files === undefined) filesByFolder.set(folder, [path]);
    else files.push(path);
  }
  const homes = new Map<string, Framework>();
  for (const [folder, files] of filesByFolder) {
    const framework = frameworks.find((candidate) => candidate.recognises(files));
    if (framework !== undefined) homes.set(homeOf(folder), framework);
  }
  return [...homes]
    .filter(([path]) => ![...homes.keys()].some((other) => other !== path && isWithin(path, other)))
    .map(([path, framework]) => {
      const files = pathsWithin(path, paths).filter((file) => framework.direction(file) === 'up').length;
      return { path, framework, files };
    });
}

function isWithin(path: string, other: string): boolean {
  return other === '.' || path.startsWith(`${other}/`);
}

/** The nearest folder above that is named like a home of migrations, unless a side of the tenancy lies between. */
function homeOf(folder: string): string {
  const segments = folder.split('/');
  for (let length = segments.length; length > 0; length--) {
    const path = segments.slice(0, length).join('/');
    if (sideOf(path) !== undefined || homeName.test(segments[length - 1] ?? '')) return path;
  }
  return folder;
}

function sideOf(path: string): MigrationFolder['scope'] | undefined {
  const name = fileNameOf(path).toLowerCase();
  if (/^(shared|common|global|public|default|control[-_]?plane|catalog|master)$/.test(name)) return 'shared';
  if (/^(tenants?|per[-_]?tenant|tenant[-_]?template)$/.test(name)) return 'tenant';
  return undefined;
}

function asFolder({ path, framework }: Candidate): MigrationFolder {
  return { path, framework: framework.id, scope: sideOf(path) ?? 'tenant', transaction: 'auto' };
}

function mostFilesFirst(left: Candidate, right: Candidate): number {
  return right.files - left.files || compareTexts(left.path, right.path);
}
