import {
  CancellationToken,
  TextDocuments,
  type Connection,
  type InitializeParams,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { PromptText } from '../../drafts/prompts';
import { afterPause } from './afterPause';
import { serveAgents } from './agentRequests';
import { initializeResultFor, rootUrisOf } from './capabilities';
import { diagnosticsOf } from './diagnostics';
import { serveDrafts } from './draftRequests';
import { serveFixtures } from './fixtureRequests';
import { ServedFolders } from './folders';
import { pulledDiagnostics, pushedDiagnostics, type Publishing } from './publishing';
import { closedSettingsPublisher } from './policyDiagnostics';
import { announceProjectChanges } from './projectChanges';
import { serveRecords } from './recordRequests';
import { servePrompts } from './promptRequests';
import { serveRequests } from './requests';
import { runSafe } from './runSafe';
import { followDisk, followDocuments, followWorkspace, openServedFolder } from './synchronization';
import { serveTestRuns, type TestRunner } from './testRequests';
import { editCapabilitiesOf } from './workspaceEdits';

/** What the server needs of the process around it. */
export interface ServerRuntime {
  /** Loads the SQL parser; no file is judged before it has. */
  prepare(): Promise<void>;
  readonly runTest: TestRunner;
  /** The prompt snippets of this installation. */
  readonly builtInPrompts: () => readonly PromptText[];
}

/** Serves one client until it leaves. Handlers only translate; what they answer comes from the language service. */
export function startServer(connection: Connection, runtime: ServerRuntime): void {
  const folders = new ServedFolders(runtime.builtInPrompts);
  const documents = new TextDocuments(TextDocument);

  connection.onInitialize(async (params) => {
    await runtime.prepare();
    for (const uri of rootUrisOf(params)) await openServedFolder(connection, folders, uri);
    const versionOf = (uri: string) => documents.get(uri)?.version ?? null;
    const client = editCapabilitiesOf(params.capabilities, versionOf);
    const changes = announceProjectChanges(connection, folders);
    const publishSettings = closedSettingsPublisher(
      connection,
      folders,
      (uri) => documents.get(uri) !== undefined,
    );
    const settle = afterPause(connection.console, () => {
      changes.announce();
      publishSettings();
    });
    const diagnostics = publishingFor(params, connection, folders, documents);
    const publishing = both(diagnostics, { changed: settle, closed: settle, allChanged: settle });
    followDocuments(documents, folders, publishing);
    followDisk(connection, folders, publishing);
    serveRequests(connection, folders, client, changes);
    servePrompts(connection, folders);
    serveTestRuns(connection, folders, runtime.runTest);
    serveDrafts(connection, folders, runtime.runTest);
    serveRecords(connection, folders);
    serveAgents(connection, folders, runtime.runTest);
    serveFixtures(connection);
    connection.onInitialized(() => {
      followWorkspace(connection, params, documents, folders, publishing);
      settle();
    });
    return initializeResultFor(params);
  });
  documents.listen(connection);
  connection.listen();
}

function publishingFor(
  { capabilities }: InitializeParams,
  connection: Connection,
  folders: ServedFolders,
  documents: TextDocuments<TextDocument>,
): Publishing {
  if (capabilities.textDocument?.diagnostic !== undefined) {
    const canRefresh = capabilities.workspace?.diagnostics?.refreshSupport === true;
    return pulledDiagnostics(connection, canRefresh ? 'can refresh' : 'cannot refresh');
  }
  return pushedDiagnostics(connection, {
    openUris: () => documents.keys(),
    versionOf: (uri) => documents.get(uri)?.version ?? null,
    find: (uri) => folders.find(uri),
    diagnosticsOf: async (file) => {
      const what = `Diagnostics for ${file.path}`;
      const items = await runSafe(connection.console, what, CancellationToken.None, [], () =>
        diagnosticsOf(file),
      );
      return Array.isArray(items) ? items : [];
    },
  });
}

function both(one: Publishing, other: Publishing): Publishing {
  return {
    changed: (uri) => {
      one.changed(uri);
      other.changed(uri);
    },
    closed: (uri) => {
      one.closed(uri);
      other.closed(uri);
    },
    allChanged: () => {
      one.allChanged();
      other.allChanged();
    },
  };
}
