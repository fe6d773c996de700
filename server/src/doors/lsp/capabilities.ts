import {
  CodeActionKind,
  TextDocumentSyncKind,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { fixAllKind, showDocumentationCommand } from './protocol';

/** What the server offers to this client. */
export function initializeResultFor({ capabilities }: InitializeParams): InitializeResult {
  return {
    serverInfo: { name: 'tenantsafe' },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      ...(capabilities.textDocument?.diagnostic === undefined
        ? {}
        : {
            diagnosticProvider: {
              identifier: 'tenantsafe',
              interFileDependencies: true,
              workspaceDiagnostics: false,
            },
          }),
      codeActionProvider: {
        resolveProvider: true,
        codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind],
      },
      hoverProvider: true,
      codeLensProvider: {},
      inlayHintProvider: true,
      documentSymbolProvider: true,
      completionProvider: { triggerCharacters: [' ', ',', '-', ':'] },
      executeCommandProvider: { commands: [showDocumentationCommand] },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

/** The URIs of the folders that the client has open. */
export function rootUrisOf({ workspaceFolders }: InitializeParams): readonly string[] {
  return workspaceFolders?.map(({ uri }) => uri) ?? [];
}
