import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { migrationRecord, type RecordSources } from '../../drafts/records';
import { migrationFor, type Project, type ProjectFiles } from '../../project';
import { readResult } from '../../rehearsal/evidence';
import { usualEvidenceFolder } from '../rehearsal/lastEvidence';
import { refreshedDraftEvidence } from './draftFiles';

export interface RecordJob {
  /** Absolute path of the project's folder. */
  readonly root: string;
  readonly project: Project;
  readonly files: ProjectFiles;
  /** The migration or its rollback, relative to the project's folder. */
  readonly file: string;
  readonly now: Date;
}

/** Writes `record.md` into the evidence of a migration, from the evidence that is there, and gives its path. */
export async function writeMigrationRecord({ root, project, files, file, now }: RecordJob): Promise<string> {
  const { up, down } = migrationFor(project, files, file);
  const folder = usualEvidenceFolder(root, up.path);
  const result = await readFile(path.join(folder, 'result.json'), 'utf8').catch(() => '');
  const sources: RecordSources = {
    migration: scriptNow(up),
    rollback: down === undefined ? undefined : scriptNow(down),
    draft: await refreshedDraftEvidence(folder, (each) => files.text(each), now),
    rehearsal: readResult(result),
  };
  const record = path.join(folder, 'record.md');
  await mkdir(folder, { recursive: true });
  await writeFile(record, migrationRecord(sources));
  return record;
}

/** The hash is that by which a rehearsal names its inputs. */
function scriptNow({ path: file, sql }: { readonly path: string; readonly sql: string }) {
  return { path: file, text: sql, sha256: `sha256:${createHash('sha256').update(sql).digest('hex')}` };
}
