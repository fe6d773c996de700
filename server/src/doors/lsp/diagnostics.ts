import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from 'vscode-languageserver/node';
import type { IgnoreEdits, LintedFile, LintEdit, LintError, LintFinding } from '../../service';
import type { Severity } from '../../project';
import { uriOf, type ServedFile, type ServedFolder } from './folders';
import { promptDiagnostics } from './promptBlocks';
import { diagnosticSource, type DiagnosticData, type WireEdit } from './protocol';

/**
 * The diagnostics of a file: its findings that are not suppressed, what kept it from being judged, and what does not hold
 * in its prompt blocks.
 */
export function diagnosticsOf(file: ServedFile): Diagnostic[] {
  return [...lintDiagnostics(file), ...promptDiagnostics(file)];
}

function lintDiagnostics({ served, path }: ServedFile): Diagnostic[] {
  const workspace = served.workspace();
  if (!served.service.concerns(workspace, path)) return [];
  const linted = served.service.lint(workspace, path);
  return [
    ...linted.errors.map(diagnosticOfError),
    ...active(linted).map((finding) =>
      diagnosticOfFinding(finding, served.service.ignoreEdits(workspace, path, finding), served),
    ),
  ];
}

function active(linted: LintedFile): readonly LintFinding[] {
  return linted.findings.filter(({ suppressed }) => suppressed === null);
}

function diagnosticOfError({ kind, message, range }: LintError): Diagnostic {
  return {
    source: diagnosticSource,
    code: kind,
    severity: kind === 'tooLarge' ? DiagnosticSeverity.Information : DiagnosticSeverity.Error,
    message,
    range,
  };
}

function diagnosticOfFinding(finding: LintFinding, ignore: IgnoreEdits, served: ServedFolder): Diagnostic {
  const data: DiagnosticData = {
    v: 1,
    ruleId: finding.rule,
    ...fixesAtHand(finding, served),
    ignoreLine: ignore.line === null ? null : wireEdit(ignore.line, served),
    ignoreFile: ignore.file === null ? null : wireEdit(ignore.file, served),
  };
  return {
    source: diagnosticSource,
    code: finding.rule,
    codeDescription: { href: finding.docs },
    severity: lspSeverity(finding.severity),
    message: finding.message,
    range: finding.range,
    ...(finding.rule === 'suppression-unused' ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    relatedInformation: finding.related.map(({ path, range, message }) => ({
      location: { uri: uriOf(served, path), range },
      message,
    })),
    data,
  };
}

/** Of a fix that takes long to work out the title alone, until the reader chooses it. */
function fixesAtHand(
  finding: LintFinding,
  served: ServedFolder,
): Pick<DiagnosticData, 'fixes' | 'fixOnDemand'> {
  if (finding.fixOnDemand !== undefined) return { fixes: [], fixOnDemand: finding.fixOnDemand };
  const fixes = finding.fixes.map(({ title, preferred, edits }) => ({
    title,
    preferred,
    edits: edits.map((edit) => wireEdit(edit, served)),
  }));
  return { fixes };
}

export function wireEdit({ path, range, newText, create }: LintEdit, served: ServedFolder): WireEdit {
  const edit = { uri: uriOf(served, path), range, newText };
  return create === true ? { ...edit, create } : edit;
}

function lspSeverity(severity: Severity): DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return DiagnosticSeverity.Error;
    case 'warning':
      return DiagnosticSeverity.Warning;
    case 'info':
      return DiagnosticSeverity.Information;
    case 'hint':
      return DiagnosticSeverity.Hint;
  }
}
