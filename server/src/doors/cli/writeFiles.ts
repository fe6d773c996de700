import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CannotRun } from './command';

export interface FileText {
  /** Relative to the project's folder. */
  readonly path: string;
  readonly text: string;
  /** The file must not exist yet. */
  readonly isNew: boolean;
}

/**
 * Writes texts so that no file is ever half written: a changed one is replaced as a whole and keeps its mode and its byte
 * order mark; a new one never replaces anything. Throws `CannotRun` naming what was not written.
 */
export async function writeTexts(root: string, files: readonly FileText[]): Promise<void> {
  const written: string[] = [];
  for (const file of files) {
    const absolute = path.join(root, file.path);
    try {
      await (file.isNew ? createFile(absolute, file.text) : replaceFile(absolute, file.text));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const before =
        written.length === 0 ? 'nothing was written' : `written before it: ${written.join(', ')}`;
      throw new CannotRun(`${file.path} cannot be written (${reason}); ${before}.`);
    }
    written.push(file.path);
  }
}

async function createFile(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text, { flag: 'wx' });
}

async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}`);
  const { mode } = await stat(file);
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(`${await byteOrderMarkOf(file)}${text}`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** What a decoder takes away when it reads the file. */
async function byteOrderMarkOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  return text.startsWith('\uFEFF') ? '\uFEFF' : '';
}
