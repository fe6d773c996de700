import type { ProjectChangedParams, TestProgressParams } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import {
  CancellationToken,
  CodeLensRequest,
  InlayHintRequest,
  LanguageClient,
  TransportKind,
  type LanguageClientOptions,
  type RequestType,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { offeredLenses } from './codeLenses';
import { documentSelector, isServed } from './documents';
import { projectChanged, testProgress } from './requests';

/** The language server as the rest of the extension sees it. */
export interface Server {
  /**
   * Asks the server, after starting it if need be. Rejects with an error whose message is the server's own sentence,
   * and with a `CancellationError` after `token`.
   */
  request<Params, Result>(
    type: RequestType<Params, Result, undefined>,
    params: Params,
    token?: vscode.CancellationToken,
  ): Promise<Result>;
  readonly onProjectChanged: vscode.Event<ProjectChangedParams>;
  readonly onTestProgress: vscode.Event<TestProgressParams>;
  /** Ends the server process, and with it what runs for it. */
  stop(): Promise<void>;
}

/** A server that starts with the first document it serves, or with the first request. */
export function createServer(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Server {
  const projectChanges = new vscode.EventEmitter<ProjectChangedParams>();
  const testSteps = new vscode.EventEmitter<TestProgressParams>();
  const client = new LanguageClient('tenantsafe', 'Tenantsafe', serverOptions(context), clientOptions(log));
  client.onNotification(projectChanged, (change) => projectChanges.fire(change));
  client.onNotification(testProgress, (step) => testSteps.fire(step));
  let starting: Promise<void> | undefined;
  const started = () => (starting ??= client.start());
  const startFor = (document: vscode.TextDocument) => {
    if (isServed(document)) started().catch((error: unknown) => log.error(String(error)));
  };

  vscode.workspace.textDocuments.forEach(startFor);
  context.subscriptions.push(
    projectChanges,
    testSteps,
    vscode.workspace.onDidOpenTextDocument(startFor),
    vscode.workspace.onDidGrantWorkspaceTrust(() => refreshCodeLenses(client)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('tenantsafe.codeLens')) refreshCodeLenses(client);
      if (change.affectsConfiguration('tenantsafe.inlayHints')) refreshInlayHints(client);
    }),
  );
  return {
    request: async (type, params, token = CancellationToken.None) => {
      await started();
      return client.sendRequest(type.method, params, token);
    },
    onProjectChanged: projectChanges.event,
    onTestProgress: testSteps.event,
    stop: async () => {
      if (starting === undefined) return;
      // A server that never came up has said so in the log, and has nothing to stop.
      await starting.catch(() => undefined);
      if (client.needsStop()) await client.stop();
    },
  };
}

function serverOptions(context: vscode.ExtensionContext): ServerOptions {
  const configured = vscode.workspace.getConfiguration('tenantsafe').get<string>('server.path', '');
  const bundled = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  const module = configured === '' ? bundled : configured;
  return {
    run: { module, transport: TransportKind.ipc },
    debug: {
      module,
      transport: TransportKind.ipc,
      options: { execArgv: ['--nolazy', '--inspect=6010', '--enable-source-maps'] },
    },
  };
}

function clientOptions(log: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector,
    outputChannel: log,
    diagnosticPullOptions: { onChange: true, onSave: true },
    middleware: {
      provideCodeLenses: async (document, token, next) =>
        offeredLenses(document, (await next(document, token)) ?? []),
      provideInlayHints: (document, range, token, next) =>
        areLocksHinted(document) ? next(document, range, token) : [],
    },
  };
}

function areLocksHinted(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('tenantsafe', document).get<boolean>('inlayHints.locks', true);
}

function refreshInlayHints(client: LanguageClient): void {
  const feature = client.getFeature(InlayHintRequest.method);
  for (const document of vscode.workspace.textDocuments) {
    feature.getProvider(document)?.onDidChangeInlayHints.fire();
  }
}

function refreshCodeLenses(client: LanguageClient): void {
  const feature = client.getFeature(CodeLensRequest.method);
  for (const document of vscode.workspace.textDocuments) {
    feature.getProvider(document)?.onDidChangeCodeLensEmitter.fire();
  }
}
