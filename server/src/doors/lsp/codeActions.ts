import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
} from 'vscode-languageserver/node';
import type { LintFix } from '../../service';
import { wireEdit } from './diagnostics';
import { fixOnDemandAction } from './fixesOnDemand';
import type { ServedFile } from './folders';
import {
  diagnosticSource,
  fixAllKind,
  showDocumentationCommand,
  type DiagnosticData,
  type WireEdit,
  type WireFix,
} from './protocol';
import { workspaceEditOf, type EditCapabilities } from './workspaceEdits';

/**
 * The actions for the diagnostics that the client shows, from what those carry in `data` alone, in fixed order: fixes,
 * ignore for this statement, ignore in this file, the rule's page.
 */
export function quickFixesFor(
  params: CodeActionParams,
  file: ServedFile,
  client: EditCapabilities,
): CodeAction[] {
  if (!isAsked(CodeActionKind.QuickFix, params)) return [];
  return params.context.diagnostics.flatMap((diagnostic) => {
    const data = dataOf(diagnostic);
    if (data === undefined) return [];
    return [
      ...data.fixes.flatMap((fix) => fixAction(fix, diagnostic, client)),
      ...(data.fixOnDemand === undefined
        ? []
        : fixOnDemandAction(
            { title: data.fixOnDemand, ruleId: data.ruleId },
            diagnostic,
            params,
            file,
            client,
          )),
      ...ignoreAction(`Ignore ${data.ruleId} for this statement`, data.ignoreLine, diagnostic, client),
      ...ignoreAction(`Ignore ${data.ruleId} in this file`, data.ignoreFile, diagnostic, client),
      ...documentationAction(data.ruleId, diagnostic),
    ];
  });
}

/** One action that applies every preferred fix of the file which the client can carry out. */
export function fixAllFor(
  params: CodeActionParams,
  { served, path }: ServedFile,
  client: EditCapabilities,
): CodeAction[] {
  if (params.context.only === undefined || !isAsked(fixAllKind, params)) return [];
  const workspace = served.workspace();
  if (!served.service.concerns(workspace, path)) return [];
  const edits = served.service.fixAll(workspace, path, (fix) => client.createsFiles || !createsFile(fix));
  const edit =
    edits.length === 0
      ? undefined
      : workspaceEditOf(
          edits.map((each) => wireEdit(each, served)),
          client,
        );
  return edit === undefined ? [] : [{ title: 'Apply all safe Tenantsafe fixes', kind: fixAllKind, edit }];
}

function createsFile({ edits }: LintFix): boolean {
  return edits.some(({ create }) => create === true);
}

function fixAction(fix: WireFix, diagnostic: Diagnostic, client: EditCapabilities): CodeAction[] {
  const edit = workspaceEditOf(fix.edits, client);
  if (edit === undefined) return [];
  return [
    {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      isPreferred: fix.preferred,
      edit,
    },
  ];
}

function ignoreAction(
  title: string,
  insertion: WireEdit | null,
  diagnostic: Diagnostic,
  client: EditCapabilities,
): CodeAction[] {
  const edit = insertion === null ? undefined : workspaceEditOf([insertion], client);
  return edit === undefined
    ? []
    : [{ title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit }];
}

function documentationAction(ruleId: string, diagnostic: Diagnostic): CodeAction[] {
  const url = diagnostic.codeDescription?.href;
  if (url === undefined) return [];
  const title = `Show documentation of ${ruleId}`;
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      command: { title, command: showDocumentationCommand, arguments: [url] },
    },
  ];
}

/** A client that names kinds wants those and the kinds below them, such as `source.fixAll.tenantsafe` for `source`. */
function isAsked(kind: string, { context }: CodeActionParams): boolean {
  return context.only === undefined || context.only.some((wanted) => `${kind}.`.startsWith(`${wanted}.`));
}

function dataOf(diagnostic: Diagnostic): DiagnosticData | undefined {
  return diagnostic.source === diagnosticSource && isDiagnosticData(diagnostic.data)
    ? diagnostic.data
    : undefined;
}

/** Diagnostics come back from the client, but their `data` was made by this server: the version says that it was. */
function isDiagnosticData(data: unknown): data is DiagnosticData {
  return typeof data === 'object' && data !== null && 'v' in data && data.v === 1;
}
