import {
  CreateFile,
  TextDocumentEdit,
  type ClientCapabilities,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { WireEdit } from './protocol';

/** What a client can do with a workspace edit, and which version of an open document it edits. */
export interface EditCapabilities {
  readonly documentChanges: boolean;
  readonly createsFiles: boolean;
  /** Whether a completion may have tab stops. */
  readonly tabStops: 'tab stops' | 'plain text';
  /** Asks for the edits of an action once it is chosen. */
  readonly resolvesActions: boolean;
  versionOf(uri: string): number | null;
}

export function editCapabilitiesOf(
  capabilities: ClientCapabilities,
  versionOf: EditCapabilities['versionOf'],
): EditCapabilities {
  const edit = capabilities.workspace?.workspaceEdit;
  const action = capabilities.textDocument?.codeAction;
  return {
    documentChanges: edit?.documentChanges === true,
    createsFiles: edit?.documentChanges === true && edit.resourceOperations?.includes('create') === true,
    tabStops:
      capabilities.textDocument?.completion?.completionItem?.snippetSupport === true
        ? 'tab stops'
        : 'plain text',
    resolvesActions:
      action?.dataSupport === true && action.resolveSupport?.properties.includes('edit') === true,
    versionOf,
  };
}

/**
 * One edit of the workspace, bound to the versions of open documents so that a client refuses it once it is stale;
 * undefined where the client cannot carry it out.
 */
export function workspaceEditOf(
  edits: readonly WireEdit[],
  client: EditCapabilities,
): WorkspaceEdit | undefined {
  if (edits.some(({ create }) => create === true) && !client.createsFiles) return undefined;
  const uris = [...new Set(edits.map(({ uri }) => uri))];
  const byUri = uris.map((uri) => [uri, edits.filter((edit) => edit.uri === uri)] as const);
  if (!client.documentChanges) {
    return { changes: Object.fromEntries(byUri.map(([uri, ofFile]) => [uri, ofFile.map(textEditOf)])) };
  }
  return {
    documentChanges: byUri.flatMap(([uri, ofFile]) => {
      const isNew = ofFile.some(({ create }) => create === true);
      const document = { uri, version: isNew ? null : client.versionOf(uri) };
      const change = TextDocumentEdit.create(document, ofFile.map(textEditOf));
      return isNew ? [CreateFile.create(uri), change] : [change];
    }),
  };
}

function textEditOf({ range, newText }: WireEdit): TextEdit {
  return { range, newText };
}
