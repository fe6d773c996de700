import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { WorkspaceFiles } from '../../service';
import type { LintOutcome } from './lintProject';

/** What one lint depends on, beside the files. */
export interface CacheKey {
  /** Absolute path of the project's folder; each has one entry. */
  readonly root: string;
  /** What was asked and by which build of Tenantsafe, as plain data. */
  readonly request: object;
}

export type Lint = (files: WorkspaceFiles) => Promise<LintOutcome>;

/**
 * What `lint` finds, or what it found in an earlier process where that must be the same.
 *
 * It must be the same because linting is a pure function of the request and of what `files` answers. An entry notes the
 * questions that were asked of the files and a digest of the request, of all their names and of the answers. Where the
 * digest of today's answers is equal, linting would go the same way and ask the same questions, and so find the same.
 *
 * Nothing that is wrong with the cache is an error: an entry that is missing, damaged or of another build is one that
 * does not fit. Runs at the same time see an entry whole or not at all, for it is renamed into place.
 *
 * `folder` is where entries are kept; undefined for nowhere.
 */
export async function rememberingFindings(
  folder: string | undefined,
  key: CacheKey,
  files: WorkspaceFiles,
  lint: Lint,
): Promise<LintOutcome> {
  if (folder === undefined) return lint(files);
  const entry = path.join(folder, entryNameOf(key));
  const known = await fittingOutcome(entry, key, files);
  if (known !== undefined) return known;
  const asked = new Set<string>();
  const outcome = await lint(noting(asked, files));
  // A rule that failed may have done so for want of memory, which is no property of the files.
  if (!outcome.files.some(({ errors }) => errors.some(({ kind }) => kind === 'internal')))
    await keep(entry, { asked: [...asked], digest: digestOfAnswers(key, files, asked), outcome });
  return outcome;
}

/** With the draft of an entry that a process left behind when it was killed. */
const entryName = /^tenantsafe-lint-[0-9a-f]{64}\.json(?:\.[0-9a-f-]{36})?$/;

function entryNameOf({ root }: CacheKey): string {
  return `tenantsafe-lint-${digestOf(root)}.json`;
}

interface Entry {
  /** The files whose text or problem was asked for. */
  readonly asked: readonly string[];
  readonly digest: string;
  readonly outcome: LintOutcome;
}

async function fittingOutcome(
  file: string,
  key: CacheKey,
  files: WorkspaceFiles,
): Promise<LintOutcome | undefined> {
  try {
    const content = await readFile(file, 'utf8');
    const [seal = '', head = ''] = content.split('\n', 2);
    const sealed = content.slice(seal.length + 1);
    if (digestOf(sealed) !== seal) return undefined;
    // The seal says that this is what `keep` wrote, and the digest that this very build did.
    const { asked, digest } = JSON.parse(head) as Omit<Entry, 'outcome'>;
    if (digestOfAnswers(key, files, asked) !== digest) return undefined;
    return JSON.parse(sealed.slice(head.length + 1)) as LintOutcome;
  } catch {
    return undefined;
  }
}

/** The head stands apart, so that an entry that does not fit is not read to its end. */
async function keep(file: string, { asked, digest, outcome }: Entry): Promise<void> {
  const folder = path.dirname(file);
  const draft = `${file}.${randomUUID()}`;
  const sealed = `${JSON.stringify({ asked, digest })}\n${JSON.stringify(outcome)}`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await removeOutdated(folder);
    await writeFile(draft, `${digestOf(sealed)}\n${sealed}`, { mode: 0o600 });
    await rename(draft, file);
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

/** Requests name the day, so that no entry fits longer than that, in whatever time zone. */
const outdatedAfter = 2 * 24 * 60 * 60 * 1000;

/** Other files may lie there too, where the user chose the folder. */
async function removeOutdated(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((each) => entryName.test(each))) {
    const file = path.join(folder, name);
    const status = await stat(file).catch(() => undefined);
    if (status !== undefined && Date.now() - status.mtimeMs > outdatedAfter) await rm(file, { force: true });
  }
}

/** The same files; each that is asked about is noted. */
function noting(asked: Set<string>, files: WorkspaceFiles): WorkspaceFiles {
  const note = (file: string) => {
    asked.add(file);
    return file;
  };
  return {
    paths: files.paths,
    text: (file) => files.text(note(file)),
    problem: (file) => files.problem(note(file)),
  };
}

function digestOfAnswers(key: CacheKey, files: WorkspaceFiles, asked: Iterable<string>): string {
  const answers = [...asked].map((file) => [file, files.text(file) ?? null, files.problem(file) ?? null]);
  return digestOf(JSON.stringify([key, files.paths, answers]));
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
