import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promptLibrary, type PromptLibrary, type PromptText } from '../../drafts/prompts';
import { createLanguageService, type LanguageService, type Workspace } from '../../service';
import { localDate } from '../calendar';
import { openFolder, type Folder } from '../files';

/** A workspace folder with the service that judges it. */
export interface ServedFolder {
  readonly uri: string;
  readonly folder: Folder;
  readonly service: LanguageService;
  /** The folder as it is now. */
  workspace(): Workspace;
  /** The prompt snippets that may be asked with, the team's own among them. */
  prompts(): PromptLibrary;
}

/** A file with the workspace folder that it belongs to and its path in it. */
export interface ServedFile {
  readonly served: ServedFolder;
  readonly path: string;
}

/** The workspace folders that are open; each is listed once and then kept up to date by events. */
export class ServedFolders {
  readonly #folders = new Map<string, ServedFolder>();
  readonly #builtInPrompts: () => readonly PromptText[];

  /** @param builtInPrompts the prompt snippets of this installation; read when somebody asks for them. */
  constructor(builtInPrompts: () => readonly PromptText[]) {
    this.#builtInPrompts = builtInPrompts;
  }

  get all(): readonly ServedFolder[] {
    return [...this.#folders.values()];
  }

  /** Opens a workspace folder on the local disk. Throws the file system's error where it cannot be listed. */
  async open(uri: string): Promise<ServedFolder | undefined> {
    if (!isFileUri(uri)) return undefined;
    const folder = await openFolder(fileURLToPath(uri));
    const service = createLanguageService();
    const workspace = () => ({ files: folder.files(), today: localDate() });
    const prompts = latest(
      () => folder.files(),
      (files) => promptLibrary(this.#builtInPrompts(), files),
    );
    const served = { uri, folder, service, workspace, prompts };
    this.#folders.set(uri, served);
    return served;
  }

  close(uri: string): void {
    this.#folders.delete(uri);
  }

  get(uri: string): ServedFolder | undefined {
    return this.#folders.get(uri) ?? this.all.find((served) => samePlace(served.uri, uri));
  }

  /** The innermost workspace folder that holds the file; undefined for files outside all and for unsaved documents. */
  find(uri: string): ServedFile | undefined {
    if (!isFileUri(uri)) return undefined;
    const file = fileURLToPath(uri);
    const candidates = this.all.flatMap((served) => {
      const relative = path.relative(served.folder.root, file);
      const isInside = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
      return isInside ? [{ served, path: relative.split(path.sep).join('/') }] : [];
    });
    return candidates.sort((one, other) => one.path.length - other.path.length)[0];
  }
}

/** What follows from a value, worked out again when the value is another one. */
function latest<Value extends object, Result>(
  current: () => Value,
  of: (value: Value) => Result,
): () => Result {
  let known: { readonly value: Value; readonly result: Result } | undefined;
  return () => {
    const value = current();
    known = known?.value === value ? known : { value, result: of(value) };
    return known.result;
  };
}

/** The URI of a file of the folder. */
export function uriOf(served: ServedFolder, file: string): string {
  return pathToFileURL(path.join(served.folder.root, file)).href;
}

function isFileUri(uri: string): boolean {
  return uri.startsWith('file:');
}

/** Clients differ in trailing slashes and in what they percent-encode. */
function samePlace(one: string, other: string): boolean {
  return (
    isFileUri(one) &&
    isFileUri(other) &&
    path.resolve(fileURLToPath(one)) === path.resolve(fileURLToPath(other))
  );
}
