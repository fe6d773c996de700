import {
  CodeActionKind,
  CodeActionTriggerKind,
  type CodeAction,
  type CodeActionParams,
} from 'vscode-languageserver/node';
import type { LintEdit } from '../../service';
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

/** The same as code actions; asked for by a person only, because working them out takes longer than moving the cursor. */
export function rewriteActions(
  params: CodeActionParams,
  file: ServedFile,
  client: EditCapabilities,
): CodeAction[] {
  const { only, triggerKind } = params.context;
  const isWanted = only?.some((kind) => `${CodeActionKind.RefactorRewrite}.`.startsWith(`${kind}.`)) ?? true;
  if (!isWanted || (only === undefined && triggerKind === CodeActionTriggerKind.Automatic)) return [];
  return (['split', 'rollback'] as const).flatMap((kind): readonly CodeAction[] => {
    const { offers, refused } = rewriteAnswer(file, { kind, position: params.range.start });
    if (refused !== null) {
      return [{ title: splitTitle, kind: CodeActionKind.RefactorRewrite, disabled: { reason: refused } }];
    }
    return offers.flatMap(({ title, edits }) => {
      const edit = workspaceEditOf(edits, client);
      return edit === undefined ? [] : [{ title, kind: CodeActionKind.RefactorRewrite, edit }];
    });
  });
}

const splitTitle = 'Split into Expand, Backfill and Contract';

function splitOffers(served: ServedFolder, path: string, position: WirePosition): RewriteResult {
  const split = served.service.split(served.workspace(), path, position);
  if (split === undefined) return { offers: [], refused: null };
  if (split.kind === 'refused') return { offers: [], refused: split.reason };
  return { offers: [{ title: splitTitle, edits: wired(split.edits, served), limits: [] }], refused: null };
}

function wired(edits: readonly LintEdit[], served: ServedFolder): RewriteResult['offers'][number]['edits'] {
  return edits.map((edit) => wireEdit(edit, served));
}
