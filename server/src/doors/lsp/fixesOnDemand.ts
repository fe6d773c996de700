import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver/node';
import type { LintFinding } from '../../service';
import { wireEdit } from './diagnostics';
import type { ServedFile } from './folders';
import { workspaceEditOf, type EditCapabilities } from './workspaceEdits';

/** A fix by its title; a client that cannot resolve actions gets it only where it asks for this kind. */
export function fixOnDemandAction(
  fix: { readonly title: string; readonly ruleId: string },
  diagnostic: Diagnostic,
  { textDocument, context }: CodeActionParams,
  file: ServedFile,
  client: EditCapabilities,
): CodeAction[] {
  const data: FixActionData = { v: 1, uri: textDocument.uri, ruleId: fix.ruleId, range: diagnostic.range };
  const action = { title: fix.title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], data };
  if (client.resolvesActions) return [action];
  if (context.only === undefined) return [];
  return [resolvedFix(action, file, client)].filter(({ edit }) => edit !== undefined);
}

/** The action with the edits of its fix; without any where there turns out to be nothing to do. */
export function resolvedFix(action: CodeAction, file: ServedFile, client: EditCapabilities): CodeAction {
  const edits = findingOf(action, file)?.fixes[0]?.edits.map((each) => wireEdit(each, file.served));
  const edit = edits === undefined ? undefined : workspaceEditOf(edits, client);
  return edit === undefined ? action : { ...action, edit };
}

/** What to tell the person who has chosen an action that turns out to have no edit. */
export function whyNothingChanges(action: CodeAction, file: ServedFile): string {
  const problem = findingOf(action, file)?.fixProblem;
  return problem ?? `“${action.title}” finds nothing to change for ${file.path} as it is now.`;
}

function findingOf(action: CodeAction, { served, path }: ServedFile): LintFinding | undefined {
  const data = fixDataOf(action);
  if (data === undefined) return undefined;
  return served.service
    .lint(served.workspace(), path)
    .findings.find(({ rule, range }) => rule === data.ruleId && isSame(range, data.range));
}

/** What an action for a fix on demand carries to be worked out later; undefined for any other. */
export function fixDataOf({ data }: CodeAction): FixActionData | undefined {
  return isFixData(data) ? data : undefined;
}

/** Actions come back from the client, but their `data` was made by this server: the version says that it was. */
function isFixData(data: unknown): data is FixActionData {
  return typeof data === 'object' && data !== null && 'v' in data && data.v === 1 && 'ruleId' in data;
}

interface FixActionData {
  readonly v: 1;
  readonly uri: string;
  readonly ruleId: string;
  readonly range: Range;
}

function isSame(one: Range, other: Range): boolean {
  return (
    one.start.line === other.start.line &&
    one.start.character === other.start.character &&
    one.end.line === other.end.line &&
    one.end.character === other.end.character
  );
}
