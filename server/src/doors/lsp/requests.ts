import {
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Connection,
  type FullDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import {
  codeLensAnswer,
  completionAnswer,
  explainAnswer,
  hoverAnswer,
  inlayHintAnswer,
  migrationsAnswer,
  outlineAnswer,
  policyAnswer,
} from './answers';
import { fixAllFor, quickFixesFor } from './codeActions';
import { diagnosticsOf } from './diagnostics';
import { fixDataOf, resolvedFix, whyNothingChanges } from './fixesOnDemand';
import type { ServedFile, ServedFolder, ServedFolders } from './folders';
import type { ProjectChanges } from './projectChanges';
import { promptActions, promptCompletions, promptHover, promptLenses } from './promptBlocks';
import {
  explainRequest,
  migrationsRequest,
  policyRequest,
  reportRequest,
  rewriteRequest,
  showDocumentationCommand,
  type ExplainParams,
  type MigrationsParams,
  type MigrationsResult,
  type PolicyParams,
  type PolicyResult,
  type ReportParams,
  type RewriteParams,
  type RewriteResult,
} from './protocol';
import { reportOf } from './report';
import { runSafe } from './runSafe';
import { resolvedRewrite, rewriteActions, rewriteAnswer, rewriteDataOf } from './rewrites';
import type { EditCapabilities } from './workspaceEdits';

const noMigrations: MigrationsResult = { migrations: [], problems: [] };

/** Answers what clients ask about documents and folders, each safely: a failure costs its own answer only. */
export function serveRequests(
  connection: Connection,
  folders: ServedFolders,
  client: EditCapabilities,
  changes: ProjectChanges,
): void {
  connection.languages.diagnostics.on((params, token) =>
    answer<FullDocumentDiagnosticReport>('Diagnostics', params, token, fullReport([]), (file) =>
      fullReport(diagnosticsOf(file)),
    ),
  );
  connection.onCodeAction((params, token) =>
    answer('Code actions', params, token, [], (file) => [
      ...quickFixesFor(params, file, client),
      ...fixAllFor(params, file, client),
      ...rewriteActions(params, file, client),
      ...promptActions(params, file),
    ]),
  );
  connection.onCodeActionResolve((action, token) => {
    const uri = rewriteDataOf(action)?.uri ?? fixDataOf(action)?.uri;
    if (uri === undefined) return action;
    return answer('Code action', { textDocument: { uri } }, token, action, (file) => {
      const resolved = resolvedFix(resolvedRewrite(action, file, client), file, client);
      if (resolved.edit === undefined) connection.window.showWarningMessage(whyNothingChanges(action, file));
      return resolved;
    });
  });
  connection.onHover((params, token) =>
    answer(
      'Hover',
      params,
      token,
      null,
      (file) => promptHover(file, params.position) ?? hoverAnswer(file, params.position),
    ),
  );
  connection.onCodeLens((params, token) =>
    answer('Code lenses', params, token, [], (file) => [...codeLensAnswer(file), ...promptLenses(file)]),
  );
  connection.languages.inlayHint.on((params, token) =>
    answer('Inlay hints', params, token, [], (file) => inlayHintAnswer(file, params.range)),
  );
  connection.onDocumentSymbol((params, token) => answer('Outline', params, token, [], outlineAnswer));
  connection.onCompletion((params, token) =>
    answer(
      'Completion',
      params,
      token,
      [],
      (file) =>
        promptCompletions(file, params.position, client.tabStops) ?? completionAnswer(file, params.position),
    ),
  );
  connection.onExecuteCommand(async ({ command, arguments: given }) => {
    const url: unknown = given?.[0];
    if (command === showDocumentationCommand && typeof url === 'string') {
      await connection.window.showDocument({ uri: url, external: true });
    }
    return null;
  });
  connection.onRequest(explainRequest, (params: ExplainParams, token: CancellationToken) =>
    answer('Explanation', { textDocument: params }, token, null, explainAnswer),
  );
  connection.onRequest(rewriteRequest, (params: RewriteParams, token: CancellationToken) =>
    answer<RewriteResult>(
      'Rewrites',
      { textDocument: params },
      token,
      { offers: [], refused: null },
      (file) => rewriteAnswer(file, params),
    ),
  );
  connection.onRequest(migrationsRequest, (params: MigrationsParams, token: CancellationToken) =>
    answerForFolder('Migrations', params.folderUri, token, noMigrations, migrationsAnswer),
  );
  connection.onRequest(policyRequest, (params: PolicyParams, token: CancellationToken) =>
    answerForFolder<PolicyResult | null>('Policy', params.folderUri, token, null, policyAnswer),
  );

  connection.onRequest(reportRequest, async ({ evidenceUri }: ReportParams) => {
    try {
      return await reportOf(evidenceUri);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return new ResponseError<never>(LSPErrorCodes.RequestFailed, reason);
    }
  });

  function answerForFolder<Result>(
    what: string,
    folderUri: string,
    token: CancellationToken,
    fallback: Result,
    compute: (served: ServedFolder) => Result,
  ): Promise<Result | ResponseError<never>> {
    return runSafe(connection.console, `${what} of ${folderUri}`, token, fallback, () => {
      const served = folders.get(folderUri);
      if (served === undefined) return fallback;
      changes.asked(served);
      return compute(served);
    });
  }

  function answer<Result>(
    what: string,
    { textDocument: { uri } }: { readonly textDocument: { readonly uri: string } },
    token: CancellationToken,
    fallback: Result,
    compute: (file: ServedFile) => Result,
  ): Promise<Result | ResponseError<never>> {
    return runSafe(connection.console, `${what} for ${uri}`, token, fallback, () => {
      const file = folders.find(uri);
      return file === undefined ? fallback : compute(file);
    });
  }
}

function fullReport(items: ReturnType<typeof diagnosticsOf>): FullDocumentDiagnosticReport {
  return { kind: DocumentDiagnosticReportKind.Full, items };
}
