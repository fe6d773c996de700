import * as vscode from 'vscode';
import type { Server } from '../languageClient';
import { agentTool } from '../requests';

/** Names of the manifest's tools start with this, those of `tenantsafe mcp` do not. */
const prefix = 'tenantsafe_';

/** Offers the manifest's language-model tools; each call goes to the language server, and a run asks before it starts. */
export function registerLanguageModelTools(context: vscode.ExtensionContext, server: Server): void {
  for (const name of toolNames(context.extension)) {
    const tool =
      name === `${prefix}test_on_fixture_tenants` ? confirmedTool(name, server) : quietTool(name, server);
    context.subscriptions.push(vscode.lm.registerTool(name, tool));
  }
}

function quietTool(name: string, server: Server): vscode.LanguageModelTool<object> {
  return { invoke: ({ input }, token) => invoked(name, input, server, token) };
}

/** A run takes processor and disk for seconds to minutes, and runs what the migration says. */
function confirmedTool(name: string, server: Server): vscode.LanguageModelTool<object> {
  return {
    ...quietTool(name, server),
    prepareInvocation: ({ input }) => {
      const file = fileOf(input) ?? 'a migration';
      return {
        invocationMessage: `Testing ${file} on fixture tenants`,
        confirmationMessages: {
          title: 'Test on fixture tenants',
          message: new vscode.MarkdownString(
            `Run \`${file}\` and its rollback on a private local database with generated tenants?`,
          ),
        },
      };
    },
    invoke: (options, token) => {
      if (!vscode.workspace.isTrusted) throw new Error('Migrations run in trusted workspaces only.');
      return invoked(name, options.input, server, token);
    },
  };
}

async function invoked(
  name: string,
  input: object,
  server: Server,
  token: vscode.CancellationToken,
): Promise<vscode.LanguageModelToolResult> {
  const call = inFolder(input);
  const { answer, refused } = await server.request(
    agentTool,
    { folderUri: call.folder.uri.toString(), tool: name.slice(prefix.length), input: call.input },
    token,
  );
  if (answer === null) throw new Error(refused ?? `${name} gave no answer.`);
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(answer))]);
}

/** With several folders a path starts with the name of its folder, as everywhere in the editor. */
function inFolder(input: object): { readonly folder: vscode.WorkspaceFolder; readonly input: object } {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [first] = folders;
  if (first === undefined) throw new Error('Open the folder of the project first.');
  const file = fileOf(input);
  const named = folders.length > 1 ? folders.find(({ name }) => file?.startsWith(`${name}/`)) : undefined;
  if (named === undefined) return { folder: first, input };
  return { folder: named, input: { ...input, file: file?.slice(named.name.length + 1) } };
}

function fileOf(input: object): string | undefined {
  return 'file' in input && typeof input.file === 'string' ? input.file : undefined;
}

function toolNames({ packageJSON }: vscode.Extension<unknown>): readonly string[] {
  const manifest = packageJSON as { contributes?: { languageModelTools?: { name: string }[] } };
  return (manifest.contributes?.languageModelTools ?? []).map(({ name }) => name);
}
