import {
  DidChangeWatchedFilesNotification,
  type Connection,
  type InitializeParams,
  type TextDocuments,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ServedFolders } from './folders';
import { inBackground } from './inBackground';
import type { Publishing } from './publishing';

/** Files whose change on disk changes what is found in others: migrations, their settings, the policy, prompt snippets. */
const watchedFiles = [
  '**/*.sql',
  '**/*.sql.conf',
  '**/tenantsafe.{yaml,yml,json}',
  '**/.tenantsafe/prompts/*.md',
];

/** Keeps the folders in step with the client's documents; an unsaved text counts for all that depends on it. */
export function followDocuments(
  documents: TextDocuments<TextDocument>,
  folders: ServedFolders,
  publishing: Publishing,
): void {
  documents.onDidChangeContent(({ document }) => {
    show(folders, document.uri, document.getText());
    publishing.changed(document.uri);
  });
  documents.onDidClose(({ document }) => {
    show(folders, document.uri, undefined);
    publishing.closed(document.uri);
    publishing.allChanged();
  });
}

/** Keeps the folders in step with the disk. */
export function followDisk(connection: Connection, folders: ServedFolders, publishing: Publishing): void {
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) {
      const file = folders.find(uri);
      file?.served.folder.changedOnDisk(file.path);
    }
    publishing.allChanged();
  });
}

/** Asks the client for what can only be asked once it is ready: watching files, and folders coming and going. */
export function followWorkspace(
  connection: Connection,
  { capabilities: { workspace } }: InitializeParams,
  documents: TextDocuments<TextDocument>,
  folders: ServedFolders,
  publishing: Publishing,
): void {
  if (workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
    const watchers = watchedFiles.map((globPattern) => ({ globPattern }));
    inBackground(
      connection.console,
      connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }),
    );
  }
  if (workspace?.workspaceFolders !== true) return;
  connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
    for (const { uri } of removed) folders.close(uri);
    for (const { uri } of added) await openServedFolder(connection, folders, uri);
    for (const document of documents.all()) show(folders, document.uri, document.getText());
    publishing.allChanged();
  });
}

/** Opens a workspace folder; what of it cannot be read goes to the client's log. */
export async function openServedFolder(
  connection: Connection,
  folders: ServedFolders,
  uri: string,
): Promise<void> {
  try {
    const served = await folders.open(uri);
    for (const { message } of served?.folder.unreadable ?? []) connection.console.warn(message);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    connection.console.error(`The workspace folder ${uri} cannot be read: ${reason}`);
  }
}

function show(folders: ServedFolders, uri: string, text: string | undefined): void {
  const file = folders.find(uri);
  file?.served.folder.shownInEditor(file.path, text);
}
