import type {
  DraftContextParams,
  PromptSnippetsResult,
  WireDraftPrompt,
  WirePromptInput,
  WirePromptSnippet,
} from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import type { Server } from '../languageClient';
import { draftContext, promptSnippets } from '../requests';

/** The prompt for a request. Throws the request's faults. */
export async function promptFor(server: Server, params: DraftContextParams): Promise<WireDraftPrompt> {
  const { prompt, problems } = await server.request(draftContext, params);
  if (prompt !== null) return prompt;
  throw new Error(
    problems.join(' ') || 'There is no prompt here: place the cursor in a tenantsafe:draft block.',
  );
}

/** Asks the person for a snippet and its inputs, one after the other; undefined where they leave. */
export async function askForRequest(
  server: Server,
  folder: vscode.WorkspaceFolder,
): Promise<DraftContextParams | undefined> {
  const { snippets, problems } = await server.request(promptSnippets, { folderUri: folder.uri.toString() });
  const snippet = await pickSnippet(snippets, problems);
  if (snippet === undefined) return undefined;
  const inputs: Record<string, string> = {};
  for (const [index, input] of snippet.inputs.entries()) {
    const value = await askFor(input, `${snippet.title} (${index + 1} of ${snippet.inputs.length})`);
    if (value === undefined) return undefined;
    if (value !== '') inputs[input.key] = value;
  }
  return { uri: folder.uri.toString(), request: { kind: 'form', snippet: snippet.id, inputs } };
}

async function pickSnippet(
  snippets: readonly WirePromptSnippet[],
  problems: PromptSnippetsResult['problems'],
): Promise<WirePromptSnippet | undefined> {
  const items = snippets.map((snippet) => ({ label: snippet.title, detail: snippet.use, snippet }));
  const wrong = problems[0];
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Draft Migration from Prompt',
    placeHolder: wrong === undefined ? 'What is the migration for?' : `Not listed: ${wrong.message}`,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked?.snippet;
}

/** What may be chosen is a list, in which the proposal comes first and anything else may be typed as well. */
async function askFor(input: WirePromptInput, title: string): Promise<string | undefined> {
  if (input.choices.length === 0) return typed(input, title);
  const proposed = input.proposed === '' ? [] : [input.proposed];
  const none = input.required ? [] : [{ label: 'Leave it open', value: '' }];
  const items = [
    ...[...new Set([...proposed, ...input.choices])].map((value) => ({ label: value, value })),
    ...none,
    { label: 'Something else …', value: undefined },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: input.title,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  return picked.value ?? typed(input, title);
}

function typed(
  { title: prompt, proposed, required }: WirePromptInput,
  title: string,
): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: required ? prompt : `${prompt} (may stay empty)`,
    value: proposed,
    ignoreFocusOut: true,
    validateInput: (value) => (required && value.trim() === '' ? 'This is needed.' : undefined),
  });
}
