import type { Connection } from 'vscode-languageserver/node';
import { diagnosticsOf } from './diagnostics';
import { uriOf, type ServedFolder, type ServedFolders } from './folders';
import { inBackground } from './inBackground';

/**
 * Shows what is wrong with policy files that no editor shows: nobody asks for the diagnostics of a closed file, and a
 * typing error in the policy makes all others wrong. The result publishes what is so now.
 */
export function closedPolicyPublisher(
  connection: Connection,
  folders: ServedFolders,
  isOpen: (uri: string) => boolean,
): () => void {
  const shown = new Set<string>();
  return () => {
    const wrong = new Set<string>();
    for (const served of folders.all) {
      const uri = closedPolicyOf(served, isOpen);
      const file = uri === undefined ? undefined : folders.find(uri);
      const diagnostics = file === undefined ? [] : diagnosticsOf(file);
      if (uri === undefined || diagnostics.length === 0) continue;
      wrong.add(uri);
      inBackground(connection.console, connection.sendDiagnostics({ uri, diagnostics }));
    }
    for (const uri of shown) {
      if (!wrong.has(uri))
        inBackground(connection.console, connection.sendDiagnostics({ uri, diagnostics: [] }));
    }
    shown.clear();
    for (const uri of wrong) shown.add(uri);
  };
}

function closedPolicyOf(served: ServedFolder, isOpen: (uri: string) => boolean): string | undefined {
  const path = served.service.project(served.workspace()).policyFile;
  const uri = path === undefined ? undefined : uriOf(served, path);
  return uri === undefined || isOpen(uri) ? undefined : uri;
}
