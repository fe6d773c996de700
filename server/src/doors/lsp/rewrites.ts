import {
  CodeActionKind,
  CodeActionTriggerKind,
  type CodeAction,
  type CodeActionParams,
} from 'vscode-languageserver/node';
import { splitTitle, type LintEdit } from '../../service';
import { wireEdit } from './diagnostics';
import type { ServedFile, ServedFolder } from './folders';
import type { RewriteParams, RewriteResult, WirePosition } from './protocol';
import { workspaceEditOf, type EditCapabilities } from './workspaceEdits';

/** The larger rewrites that are offered for a place in a migration. */
export function rewriteAnswer(
  { served, path }: ServedFile,
  { kind, position }: Pick<RewriteParams, 'kind' | 'position'>,
): RewriteResult {
  const workspace = served.workspace();
  if (!served.service.concerns(workspace, path)) return { offers: [], refused: null };
  switch (kind) {
    case 'split':
      return splitOffers(served, path, position);
    case 'rollback':
      return {
        offers: served.service
          .generateRollback(workspace, path)
          .map(({ title, edits, losses, remaining }) => ({
            title,
            edits: wired(edits, served),
            limits: [...losses, ...remaining],
          })),
        refused: null,
      };
  }
}

/**
 * The same as code actions, by title: a client that resolves actions gets the edits of the one that is chosen, another one
 * only where it asks for this kind.
 */
export function rewriteActions(
  params: CodeActionParams,
  file: ServedFile,
  client: EditCapabilities,
): CodeAction[] {
  const { only, triggerKind } = params.context;
  if (only === undefined && triggerKind === CodeActionTriggerKind.Automatic) return [];
  if (only?.some((kind) => `${rewriteKind}.`.startsWith(`${kind}.`)) === false) return [];
  const { served, path } = file;
  const workspace = served.workspace();
  if (!served.service.concerns(workspace, path)) return [];
  const position = params.range.start;
  const offered = served.service
    .rewrites(workspace, path, position)
    .map(({ kind, title, refused }): CodeAction => {
      if (refused !== undefined) return { title, kind: rewriteKind, disabled: { reason: refused } };
      const data: RewriteActionData = { v: 1, uri: params.textDocument.uri, position, kind, title };
      return { title, kind: rewriteKind, data };
    });
  if (client.resolvesActions) return offered;
  return only === undefined ? [] : offered.map((action) => resolvedRewrite(action, file, client));
}

/** The action with its edits; without any where there turns out to be nothing to do. */
export function resolvedRewrite(action: CodeAction, file: ServedFile, client: EditCapabilities): CodeAction {
  const data = rewriteDataOf(action);
  if (data === undefined) return action;
  const offer = rewriteAnswer(file, data).offers.find(({ title }) => title === data.title);
  const edit = offer === undefined ? undefined : workspaceEditOf(offer.edits, client);
  return edit === undefined ? action : { ...action, edit };
}

/** What an action of this server carries to be worked out later; undefined for any other. */
export function rewriteDataOf({ data }: CodeAction): RewriteActionData | undefined {
  return isRewriteData(data) ? data : undefined;
}

/** Actions come back from the client, but their `data` was made by this server: the version says that it was. */
function isRewriteData(data: unknown): data is RewriteActionData {
  return typeof data === 'object' && data !== null && 'v' in data && data.v === 1 && 'position' in data;
}

interface RewriteActionData extends RewriteParams {
  readonly v: 1;
  readonly title: string;
}

const rewriteKind = CodeActionKind.RefactorRewrite;

function splitOffers(served: ServedFolder, path: string, position: WirePosition): RewriteResult {
  const split = served.service.split(served.workspace(), path, position);
  if (split === undefined) return { offers: [], refused: null };
  if (split.kind === 'refused') return { offers: [], refused: split.reason };
  return { offers: [{ title: splitTitle, edits: wired(split.edits, served), limits: [] }], refused: null };
}

function wired(edits: readonly LintEdit[], served: ServedFolder): RewriteResult['offers'][number]['edits'] {
  return edits.map((edit) => wireEdit(edit, served));
}
