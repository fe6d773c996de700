import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync, type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { WorkspaceFiles } from '../service';

/** Folders that hold no migrations of the project and may be huge; hidden ones are left out as well. */
const ignoredFolders = new Set(['node_modules', 'bower_components', '__pycache__']);

/** Of the hidden folders only a team's own prompt snippets are read; evidence beside them is nobody's source. */
const promptFolders = new Set(['.tenantsafe', '.tenantsafe/prompts']);

/** Larger files are never read: nobody writes a migration of that size, and it would fill the memory. */
const largestReadFile = 64 * 1024 * 1024;

/** A workspace folder on disk, with the texts of open editors on top. Paths are relative to `root`, with `/`. */
export interface Folder {
  readonly root: string;
  /** Folders whose content could not be listed, each with one sentence. */
  readonly unreadable: readonly Unreadable[];
  /** The folder as it is now: a new value after each change, the same value as long as nothing changed. */
  files(): WorkspaceFiles;
  /** The files that editors show. */
  shownPaths(): readonly string[];
  /** A file was made, changed or removed on disk. */
  changedOnDisk(file: string): void;
  /** An editor shows the file with this text, saved or not; undefined when it is closed. */
  shownInEditor(file: string, text: string | undefined): void;
}

export interface Unreadable {
  readonly path: string;
  readonly message: string;
}

type Content = { readonly text: string } | { readonly problem: string };

/**
 * Lists a folder; texts are read when they are first asked for.
 * Throws the file system's error where `root` itself cannot be listed.
 */
export async function openFolder(root: string): Promise<Folder> {
  const unreadable: Unreadable[] = [];
  const listed = new Set<string>();
  await list('');
  const onDisk = new Map<string, Content | undefined>();
  const inEditors = new Map<string, string>();
  let current: WorkspaceFiles | undefined;

  return {
    root,
    unreadable,
    shownPaths: () => [...inEditors.keys()],
    files: () => (current ??= snapshot()),
    changedOnDisk: (file) => {
      onDisk.delete(file);
      if (isIgnored(file)) return;
      if (isFile(path.join(root, file))) listed.add(file);
      // An editor may hold a removed file open without showing it; until somebody types into it, it is gone.
      else if (listed.delete(file)) inEditors.delete(file);
      current = undefined;
    },
    shownInEditor: (file, text) => {
      if (text === inEditors.get(file)) return;
      if (text === undefined) inEditors.delete(file);
      else inEditors.set(file, text);
      current = undefined;
    },
  };

  function snapshot(): WorkspaceFiles {
    const shown = new Map(inEditors);
    return {
      paths: [...new Set([...listed, ...shown.keys()])].sort(),
      text: (file) => shown.get(file) ?? textOf(contentOf(file)),
      problem: (file) => problemOf(file, shown.get(file)),
    };
  }

  function contentOf(file: string): Content | undefined {
    if (!onDisk.has(file)) onDisk.set(file, read(path.join(root, file), file));
    return onDisk.get(file);
  }

  /** An editor shows bytes that are not UTF-8 as U+FFFD: without that character its text is as good as any. */
  function problemOf(file: string, shown: string | undefined): string | undefined {
    if (shown !== undefined && !shown.includes('\uFFFD')) return undefined;
    const content = contentOf(file);
    return content !== undefined && 'problem' in content ? content.problem : undefined;
  }

  async function list(folder: string): Promise<void> {
    for (const entry of await entriesOf(folder)) {
      const entryPath = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !isIgnoredFolder(entryPath)) await list(entryPath);
      if (isIgnored(entryPath)) continue;
      if (entry.isFile() || (entry.isSymbolicLink() && isFile(path.join(root, entryPath))))
        listed.add(entryPath);
    }
  }

  async function entriesOf(folder: string): Promise<readonly Dirent[]> {
    try {
      return await readdir(path.join(root, folder), { withFileTypes: true });
    } catch (error) {
      if (folder === '') throw error;
      const message = `The folder ${folder} cannot be read (${reasonOf(error)}): give the current user the right to list it.`;
      unreadable.push({ path: folder, message });
      return [];
    }
  }
}

function textOf(content: Content | undefined): string | undefined {
  return content !== undefined && 'text' in content ? content.text : undefined;
}

/** Undefined where there is no such file. */
function read(absolutePath: string, shownPath: string): Content | undefined {
  try {
    // Frameworks ask for many files that need not be there, and an exception for each would cost more than reading them.
    const found = statSync(absolutePath, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (found.size > largestReadFile) {
      const megabytes = Math.round(found.size / 1024 / 1024);
      return { problem: `${shownPath} has ${megabytes} MB, more than any migration: it is not read.` };
    }
    return decoded(readFileSync(absolutePath), shownPath);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    const remedy = codeOf(error) === 'EISDIR' ? 'name a file' : 'give the current user the right to read it';
    return { problem: `${shownPath} cannot be read (${reasonOf(error)}): ${remedy}.` };
  }
}

/** Node checks and decodes bytes in a fraction of the time that a strict `TextDecoder` takes. */
function decoded(bytes: Buffer, shownPath: string): Content {
  const text = bytes.toString('utf8');
  if (isUtf8(bytes)) return { text: text.startsWith(byteOrderMark) ? text.slice(1) : text };
  const line = text.slice(0, text.indexOf('\uFFFD')).split('\n').length;
  return { problem: `${shownPath} is not valid UTF-8 (line ${line}): save it with the encoding UTF-8.` };
}

const byteOrderMark = '\uFEFF';

function isIgnored(file: string): boolean {
  const folders = file.split('/').slice(0, -1);
  if (folders.length === 1 && folders[0] === '.tenantsafe') return true;
  return folders.some((_, depth) => isIgnoredFolder(folders.slice(0, depth + 1).join('/')));
}

function isIgnoredFolder(folder: string): boolean {
  if (promptFolders.has(folder)) return false;
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  return name.startsWith('.') || ignoredFolders.has(name) || folder.startsWith('.tenantsafe/');
}

function isFile(absolutePath: string): boolean {
  return statSync(absolutePath, { throwIfNoEntry: false })?.isFile() ?? false;
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a folder';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
