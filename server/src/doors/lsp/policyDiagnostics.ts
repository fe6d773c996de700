import type { Connection } from 'vscode-languageserver/node';
import { diagnosticsOf } from './diagnostics';
import { uriOf, type ServedFolder, type ServedFolders } from './folders';
import { inBackground } from './inBackground';

/**
 * Shows what is wrong with policy files and a team's prompt snippets that no editor shows: nobody asks for the
 * diagnostics of a closed file, a typing error in the policy makes all others wrong, and a broken snippet is missing
 * without a word. The result publishes what is so now.
 */
export function closedSettingsPublisher(
  connection: Connection,
  folders: ServedFolders,
  isOpen: (uri: string) => boolean,
): () => void {
  const shown = new Set<string>();
  return () => {
    const wrong = new Set<string>();
    for (const served of folders.all) {
      for (const uri of settingsOf(served).filter((each) => !isOpen(each))) {
        const file = folders.find(uri);
        const diagnostics = file === undefined ? [] : diagnosticsOf(file);
        if (diagnostics.length === 0) continue;
        wrong.add(uri);
        inBackground(connection.console, connection.sendDiagnostics({ uri, diagnostics }));
      }
    }
    for (const uri of shown) {
      if (!wrong.has(uri))
        inBackground(connection.console, connection.sendDiagnostics({ uri, diagnostics: [] }));
    }
    shown.clear();
    for (const uri of wrong) shown.add(uri);
  };
}

/** The policy file, and the prompt snippets that do not hold. */
function settingsOf(served: ServedFolder): readonly string[] {
  const policy = served.service.project(served.workspace()).policyFile;
  const prompts = served.prompts().problems.map(({ path }) => path);
  return [...new Set(policy === undefined ? prompts : [policy, ...prompts])].map((path) =>
    uriOf(served, path),
  );
}
