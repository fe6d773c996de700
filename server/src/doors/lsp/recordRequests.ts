import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LSPErrorCodes, ResponseError, type Connection } from 'vscode-languageserver/node';
import { readDraft } from '../../drafts/readDraft';
import { humanEdits, type DraftEvidence } from '../../drafts/records';
import { logDraft, writeDraftEvidence } from '../drafts/draftFiles';
import { writeMigrationRecord } from '../drafts/recordFiles';
import type { ServedFolder, ServedFolders } from './folders';
import {
  migrationRecordRequest,
  recordDraftRequest,
  type MigrationRecordParams,
  type MigrationRecordResult,
  type RecordDraftParams,
  type RecordDraftResult,
  type WireDraftFile,
  type WireDraftRecord,
} from './protocol';

/** Answers the requests that write evidence about drafts. What keeps one from being written is the answer's error. */
export function serveRecords(connection: Connection, folders: ServedFolders): void {
  connection.onRequest(recordDraftRequest, ({ uri, record }: RecordDraftParams) =>
    orReason<RecordDraftResult>(async () => {
      const served = folders.get(uri);
      if (served === undefined) throw new Error(`${uri} is no open workspace folder: open it first.`);
      const now = new Date();
      const evidence = record.decision === 'rejected' ? [] : evidenceOf(served, record, now);
      await logDraft(served.folder.root, { ...record, snippet: record.prompt.snippet }, now);
      const written = evidence.map((each) => writeDraftEvidence(served.folder.root, each));
      return { uris: (await Promise.all(written)).map((file) => pathToFileURL(file).href) };
    }),
  );
  connection.onRequest(migrationRecordRequest, ({ uri }: MigrationRecordParams) =>
    orReason<MigrationRecordResult>(async () => {
      const found = folders.find(uri);
      if (found === undefined)
        throw new Error(`${uri} lies in no open workspace folder: open its folder first.`);
      const { served, path: file } = found;
      const workspace = served.workspace();
      const project = served.service.project(workspace);
      const root = served.folder.root;
      const record = await writeMigrationRecord({
        root,
        project,
        files: workspace.files,
        file,
        now: new Date(),
      });
      return { uri: pathToFileURL(record).href };
    }),
  );
}

async function orReason<Result>(write: () => Promise<Result>): Promise<Result | ResponseError<never>> {
  try {
    return await write();
  } catch (error) {
    return new ResponseError<never>(
      LSPErrorCodes.RequestFailed,
      error instanceof Error ? error.message : String(error),
    );
  }
}

/** Evidence for each phase that became a migration. */
function evidenceOf(served: ServedFolder, record: WireDraftRecord, now: Date): readonly DraftEvidence[] {
  const read = readDraft(record.draft);
  if (read.faults !== undefined)
    throw new Error(`The record holds no draft object: ${read.faults[0]?.message ?? ''}`);
  const { draft } = read;
  const { snippet, inputs, instructions, schema, request, sha256, schemaSha256, policySha256 } =
    record.prompt;
  const at = now.toISOString();
  return [...new Set(record.files.map(({ phase }) => phase))].map((phase) => {
    const files = record.files.filter((file) => file.phase === phase).map((file) => generated(served, file));
    return {
      formatVersion: 1,
      draftedAt: at,
      decision: record.decision === 'edited' ? 'edited' : 'accepted',
      prompt: { snippet, inputs, instructions, schema, request, sha256, schemaSha256, policySha256 },
      provider: record.provider,
      model: record.model,
      rounds: record.rounds,
      draft,
      phase,
      files,
      humanEdits: humanEdits(files, (file) => files.find((each) => each.path === file)?.text, at),
    };
  });
}

function generated({ folder: { root } }: ServedFolder, { uri, direction, text }: WireDraftFile) {
  const relative = path.relative(root, fileURLToPath(uri));
  if (relative.startsWith('..') || path.isAbsolute(relative))
    throw new Error(
      `${uri} lies outside of the workspace folder: a draft is written into its own project only.`,
    );
  return { path: relative.split(path.sep).join('/'), direction, text };
}
