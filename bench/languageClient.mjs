// A client of any language server over stdio, as small as a measurement needs.
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

/** Starts a server on a folder. Its diagnostics are pulled where it offers that, else awaited. */
export async function startServer([command, ...args], folder) {
  const child = spawn(command, args, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  child.on('exit', (code) => {
    if (code === null) return;
    console.error(`${command} ${args.join(' ')} ended with status ${code}.`);
    process.exit(2);
  });
  const waiting = [];
  connection.onNotification('textDocument/publishDiagnostics', ({ diagnostics }) => {
    for (const resolve of waiting.splice(0)) resolve(diagnostics);
  });
  connection.onRequest('workspace/configuration', ({ items }) => items.map(() => null));
  connection.onRequest((_method, _params) => null);
  connection.listen();
  const rootUri = pathToFileURL(folder).href;
  const { capabilities } = await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: 'bench' }],
    capabilities: {
      textDocument: {
        publishDiagnostics: { versionSupport: true },
        diagnostic: {},
        codeAction: {
          codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } },
          dataSupport: true,
          resolveSupport: { properties: ['edit'] },
        },
      },
      workspace: { configuration: true, workspaceFolders: true, workspaceEdit: { documentChanges: true } },
    },
  });
  await connection.sendNotification('initialized', {});
  const pulls = capabilities.diagnosticProvider !== undefined;

  return {
    processId: child.pid,
    request: (method, params) => connection.sendRequest(method, params),
    /** Sends a change and resolves with the diagnostics that follow it. */
    async diagnosticsAfter(method, params) {
      const pushed = pulls ? undefined : new Promise((resolve) => waiting.push(resolve));
      await connection.sendNotification(method, params);
      if (!pulls) return pushed;
      const { uri } = params.textDocument;
      return (await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } })).items;
    },
    stop() {
      connection.dispose();
      child.removeAllListeners('exit');
      child.kill();
    },
  };
}
