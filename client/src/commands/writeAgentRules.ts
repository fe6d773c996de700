import type { WireAgentRuleFile } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import { agentRules } from '../requests';
import { chosenFolder } from '../workspaceFolders';
import type { Command, CommandParts } from './command';

/** *Write Agent Rules*: the rules of the project's migrations, in the files that the person's agents read. */
export function writeAgentRules({ server }: CommandParts): Command {
  return async () => {
    const folder = await chosenFolder();
    if (folder === undefined) return;
    const { files } = await server.request(agentRules, { folderUri: folder.uri.toString() });
    const chosen = await vscode.window.showQuickPick(
      files.map((file) => itemFor(file, folder)),
      { canPickMany: true, title: 'Write Agent Rules', placeHolder: 'Which agents work on this project?' },
    );
    if (chosen === undefined || chosen.length === 0) return;
    for (const { file } of chosen) await write(file);
    const [first] = chosen;
    if (first !== undefined) await vscode.window.showTextDocument(vscode.Uri.parse(first.file.uri, true));
  };
}

interface RuleFileItem extends vscode.QuickPickItem {
  readonly file: WireAgentRuleFile;
}

const readers = {
  agents: 'AGENTS.md, which most agents read',
  copilot: 'GitHub Copilot’s instructions',
  cursor: 'Cursor’s rules',
  skill: 'A skill for Claude Code and others',
} as const;

const states = { missing: 'new', outdated: 'no longer what the policy says', current: 'up to date' } as const;

/** Those that are there are kept up to date; where none is, the file that most agents read is proposed. */
function itemFor(file: WireAgentRuleFile, folder: vscode.WorkspaceFolder): RuleFileItem {
  return {
    file,
    label: readers[file.reader],
    description: states[file.state],
    detail: vscode.Uri.parse(file.uri, true).path.slice(folder.uri.path.length + 1),
    picked: file.state === 'outdated' || (file.reader === 'agents' && file.state === 'missing'),
  };
}

/** As an edit, so that an editor that shows the file shows the change and can take it back. */
async function write({ uri, text, state }: WireAgentRuleFile): Promise<void> {
  if (state === 'current') return;
  const file = vscode.Uri.parse(uri, true);
  const edit = new vscode.WorkspaceEdit();
  if (state === 'missing') edit.createFile(file, { contents: Buffer.from(text) });
  else edit.replace(file, await wholeOf(file), text);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`${file.fsPath} could not be written.`);
  await vscode.workspace.save(file);
}

async function wholeOf(file: vscode.Uri): Promise<vscode.Range> {
  const document = await vscode.workspace.openTextDocument(file);
  return document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
}
