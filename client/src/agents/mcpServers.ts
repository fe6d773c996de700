import * as vscode from 'vscode';

/** Offers `tenantsafe mcp` to the editor's agents, once for each workspace folder, as soon as the workspace is trusted. */
export function provideMcpServers(context: vscode.ExtensionContext): void {
  const changed = new vscode.EventEmitter<void>();
  context.subscriptions.push(
    changed,
    vscode.workspace.onDidChangeWorkspaceFolders(() => changed.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    vscode.lm.registerMcpServerDefinitionProvider('tenantsafe.mcp', {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions: () => (vscode.workspace.isTrusted ? serversOf(context) : []),
    }),
  );
}

function serversOf({ extension, extensionUri }: vscode.ExtensionContext): vscode.McpStdioServerDefinition[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const commandLine = vscode.Uri.joinPath(extensionUri, 'dist', 'cli.mjs').fsPath;
  const version = versionOf(extension);
  return folders.map(({ name, uri }) => {
    const label = folders.length === 1 ? 'Tenantsafe' : `Tenantsafe (${name})`;
    // The editor's own program is Node.js where this variable says so, and there may be no other.
    const environment = { ELECTRON_RUN_AS_NODE: '1' };
    const call = [commandLine, 'mcp', '--cwd', uri.fsPath];
    return new vscode.McpStdioServerDefinition(label, process.execPath, call, environment, version);
  });
}

function versionOf({ packageJSON }: vscode.Extension<unknown>): string {
  const manifest: unknown = packageJSON;
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return hasVersion ? String(manifest.version) : 'unknown';
}
