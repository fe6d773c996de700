import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  humanEdits,
  logLine,
  readDraftEvidence,
  readDraftLog,
  type DraftEvidence,
  type LoggedDraft,
} from '../../drafts/records';
import { usualEvidenceFolder } from '../rehearsal/lastEvidence';

/** The text of a project's file as it is now; undefined where there is none. */
export type TextOf = (path: string) => string | undefined;

/** Writes `draft.json` into the evidence of a drafted migration, and gives its path. */
export async function writeDraftEvidence(root: string, evidence: DraftEvidence): Promise<string> {
  const migration = evidence.files.find(({ direction }) => direction === 'up');
  if (migration === undefined) throw new Error('A draft without a migration leaves no evidence.');
  const file = path.join(usualEvidenceFolder(root, migration.path), 'draft.json');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, jsonOf(evidence));
  return file;
}

/**
 * The draft evidence of a migration with the human edits as they are now, written back where they differ from those in it;
 * undefined where there is none that can be read.
 */
export async function refreshedDraftEvidence(
  evidenceFolder: string,
  textOf: TextOf,
  now: Date,
): Promise<DraftEvidence | undefined> {
  const file = path.join(evidenceFolder, 'draft.json');
  const evidence = readDraftEvidence(await contentOf(file));
  if (evidence === undefined) return undefined;
  const refreshed = { ...evidence, humanEdits: humanEdits(evidence.files, textOf, now.toISOString()) };
  await writeFile(file, jsonOf(refreshed));
  return refreshed;
}

/** All draft evidence of a project that can be read. */
export async function allDraftEvidence(root: string): Promise<readonly DraftEvidence[]> {
  const folder = path.join(root, '.tenantsafe', 'evidence');
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(
    names.sort().map((name) => contentOf(path.join(folder, name, 'draft.json'))),
  );
  return texts.map(readDraftEvidence).filter((evidence) => evidence !== undefined);
}

/**
 * Adds a line about a draft to the project's log. The log lies in the project, since what it says is about the project's
 * snippets and its team may want to keep it, and beside the evidence, which is not for the history of the sources either.
 */
export async function logDraft(root: string, draft: LoggedDraft, now: Date): Promise<void> {
  const file = logFile(root);
  await mkdir(path.dirname(file), { recursive: true });
  await appendFile(file, logLine(draft, now.toISOString()));
}

/** What the project's log says. */
export async function loggedDrafts(root: string): Promise<ReturnType<typeof readDraftLog>> {
  return readDraftLog(await contentOf(logFile(root)));
}

function logFile(root: string): string {
  return path.join(root, '.tenantsafe', 'drafts.log.jsonl');
}

/** Empty where the file is not there. */
async function contentOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

function jsonOf(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
