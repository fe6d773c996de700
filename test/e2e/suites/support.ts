import path from 'node:path';
import * as vscode from 'vscode';

/** The URI of a file of the copied sample workspace. */
export function fileUri(relative: string): vscode.Uri {
  const workspace = process.env['TENANTSAFE_E2E_WORKSPACE'];
  if (workspace === undefined) throw new Error('TENANTSAFE_E2E_WORKSPACE is not set.');
  // The workspace's own URI, since a window in a browser sees its files through another scheme than the desktop.
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('No workspace folder is open.');
  return vscode.Uri.joinPath(folder.uri, path.posix.normalize(relative));
}

export async function open(relative: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(fileUri(relative));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Our diagnostics of a document. */
export function findings({ uri }: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'tenantsafe');
}

/** The rule ids of our diagnostics, each once, sorted. */
export function rules(document: vscode.TextDocument): readonly string[] {
  return [...new Set(findings(document).map(ruleOf))].sort();
}

export function ruleOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

/** The finding of a rule, once it is there. */
export function finding(document: vscode.TextDocument, rule: string): Promise<vscode.Diagnostic> {
  return eventually(`a finding of ${rule}`, () => findings(document).find((each) => ruleOf(each) === rule));
}

/** The code action with a title, once it is offered for the range of a finding. */
export function action(
  document: vscode.TextDocument,
  { range }: vscode.Diagnostic,
  title: RegExp,
): Promise<vscode.CodeAction> {
  return eventually(`action ${String(title)}`, async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
    );
    return actions.find((each) => title.test(each.title));
  });
}

export async function apply({ title, edit }: vscode.CodeAction): Promise<void> {
  if (edit === undefined) throw new Error(`The action "${title}" has no edit.`);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`The edit of "${title}" was refused.`);
}

/** Closes the editor and takes back what was typed into it. */
export async function revert(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

/** The first value that is not undefined or false. Looks again until a deadline, and then fails naming `what`. */
export async function eventually<Value>(
  what: string,
  look: () => Value | undefined | false | Promise<Value | undefined | false>,
  deadlineMs = 20_000,
): Promise<Value> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`There is no ${what} after ${deadlineMs / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
