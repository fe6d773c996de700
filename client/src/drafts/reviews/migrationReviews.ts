import { diagnosticSource, type RehearsalResult } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import { evidenceFolderOf } from '../../report/evidence';
import type { DraftParts } from '../draftMigration';
import { askForReview } from './askForReview';
import { findingFacts, rehearsalFacts, type FoundFact } from './facts';

/** *Review Migration with AI*: the risks of a migration in words for a pull request. */
export async function reviewMigration(parts: DraftParts, script: vscode.Uri): Promise<string | undefined> {
  const document = await vscode.workspace.openTextDocument(script);
  const facts = [...findingFacts(findingsOf(script)), ...(await factsOfLastTest(script))];
  if (facts.length === 0)
    throw new Error(
      'There is nothing to review: no finding, and no test. Run "Tenantsafe: Test on Fixture Tenants" first.',
    );
  return askForReview(parts, {
    title: `Review of ${nameOf(script)}`,
    script,
    facts,
    sql: document.getText(),
    task: 'Summarize the risks of this migration for the reviewers of its pull request, the gravest first, in at most six claims. Suggest no statements.',
  });
}

/** *Explain Failure*: what a failed check on the fixture tenants means, and where it comes from. */
export async function explainFailure(
  parts: DraftParts,
  script: vscode.Uri,
  failure: string,
): Promise<string | undefined> {
  const document = await vscode.workspace.openTextDocument(script);
  return askForReview(parts, {
    title: `Failure of ${nameOf(script)}`,
    script,
    facts: [failure, ...(await factsOfLastTest(script)), ...findingFacts(findingsOf(script))],
    sql: document.getText(),
    task: 'Explain fact 0, the failed check: which statement causes it, for which tenants, and what the other facts add, in at most four claims. Suggest no statements.',
  });
}

/** *Suggest Safer Form*: another way to the same end for the statement of a finding. */
export async function suggestSaferForm(
  parts: DraftParts,
  script: vscode.Uri,
  finding: vscode.Diagnostic,
): Promise<string | undefined> {
  const document = await vscode.workspace.openTextDocument(script);
  return askForReview(parts, {
    title: `Safer form in ${nameOf(script)}`,
    script,
    facts: findingFacts([factOf(finding)]),
    sql: document.getText(finding.range),
    task: 'Suggest statements that reach the same end without what fact 0 names, and say in at most three claims why they do.',
  });
}

/** Our findings of a file, as the editor shows them. */
export function diagnosticsOf(script: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(script).filter(({ source }) => source === diagnosticSource);
}

function findingsOf(script: vscode.Uri): readonly FoundFact[] {
  return diagnosticsOf(script).map(factOf);
}

function factOf({ code, severity, range, message }: vscode.Diagnostic): FoundFact {
  const rule = typeof code === 'object' ? code.value : (code ?? 'syntax');
  const word = vscode.DiagnosticSeverity[severity].toLowerCase();
  return { rule: String(rule), severity: word, line: range.start.line + 1, message };
}

async function factsOfLastTest(script: vscode.Uri): Promise<readonly string[]> {
  try {
    const file = vscode.Uri.joinPath(evidenceFolderOf(script), 'result.json');
    const result: unknown = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
    return isResult(result) ? rehearsalFacts(result) : [];
  } catch {
    // There is no test yet, or none that this version can read.
    return [];
  }
}

/** The rehearsal writes the file; the format's version says that it has. */
function isResult(value: unknown): value is RehearsalResult {
  return (
    typeof value === 'object' &&
    value !== null &&
    'formatVersion' in value &&
    value.formatVersion === 1 &&
    'scorecard' in value
  );
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
