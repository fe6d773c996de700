import { spawn, type ChildProcess } from 'node:child_process';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type TextEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { bundlePath } from './bundle';

/** A real language server with a client that speaks the protocol to it. */
export interface RunningServer extends AsyncDisposable {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  readonly process: ChildProcess;
  /** Diagnostics that the server pushed, the latest of each URI. */
  readonly pushed: ReadonlyMap<string, readonly Diagnostic[]>;
  open(uri: string, text: string): Promise<void>;
  /** Replaces an open document's text. */
  change(uri: string, text: string): Promise<void>;
  /** Changes an open document as an edit of the server's says. */
  apply(uri: string, edits: readonly TextEdit[]): Promise<string>;
  close(uri: string): Promise<void>;
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
}

/** What VS Code's client can do, as far as the server looks at it. */
export const editorCapabilities: ClientCapabilities = {
  textDocument: { diagnostic: { dynamicRegistration: false } },
  workspace: {
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
    diagnostics: { refreshSupport: true },
  },
};

/** Starts the bundled server over stdio on the workspace folders. */
export async function startServer(
  folderUris: readonly string[],
  capabilities: ClientCapabilities = editorCapabilities,
): Promise<RunningServer> {
  const child = spawn(process.execPath, [bundlePath('server'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const pushed = new Map<string, readonly Diagnostic[]>();
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
    pushed.set(uri, diagnostics);
  });
  connection.listen();
  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    // The specification still asks for the old name of the first folder.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    rootUri: null,
    capabilities,
    workspaceFolders: folderUris.map((uri) => ({ uri, name: uri })),
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    connection,
    initialized,
    process: child,
    pushed,
    ...documentsOf(connection),
    ...ending(connection, child),
  };
}

function documentsOf(
  connection: ProtocolConnection,
): Pick<RunningServer, 'open' | 'change' | 'apply' | 'close' | 'diagnostics'> {
  const documents = new Map<string, TextDocument>();
  const change = async (uri: string, text: string) => {
    const version = (documents.get(uri)?.version ?? 0) + 1;
    documents.set(uri, TextDocument.create(uri, 'sql', version, text));
    await connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  };
  return {
    change,
    open: async (uri, text) => {
      documents.set(uri, TextDocument.create(uri, 'sql', 1, text));
      await connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: 'sql', version: 1, text },
      });
    },
    apply: async (uri, edits) => {
      const document = documents.get(uri);
      if (document === undefined) throw new Error(`${uri} is not open.`);
      const text = TextDocument.applyEdits(document, [...edits]);
      await change(uri, text);
      return text;
    },
    close: async (uri) => {
      documents.delete(uri);
      await connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    },
    diagnostics: async (uri) => {
      const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
      return report.kind === 'full' ? report.items : [];
    },
  };
}

function ending(connection: ProtocolConnection, child: ChildProcess): AsyncDisposable {
  return {
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null) {
        await connection.sendRequest(ShutdownRequest.type);
        await connection.sendNotification(ExitNotification.type);
        await ended;
      }
      connection.dispose();
    },
  };
}
