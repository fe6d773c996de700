import type { Connection, Diagnostic } from 'vscode-languageserver/node';
import type { ServedFile } from './folders';
import { inBackground } from './inBackground';

/** Gets diagnostics to the client: it asks for them itself, or they are pushed to it. */
export interface Publishing {
  /** The document was opened or edited. */
  changed(uri: string): void;
  closed(uri: string): void;
  /** Something that all documents' diagnostics depend on changed: a policy, an earlier migration, the folders. */
  allChanged(): void;
}

/** The client pulls; it is told to pull again where another file made its diagnostics old. */
export function pulledDiagnostics(
  connection: Connection,
  canRefresh: 'can refresh' | 'cannot refresh',
): Publishing {
  return {
    changed: () => undefined,
    closed: () => undefined,
    allChanged: () => {
      if (canRefresh === 'can refresh')
        inBackground(connection.console, connection.languages.diagnostics.refresh());
    },
  };
}

export interface PushSource {
  openUris(): readonly string[];
  versionOf(uri: string): number | null;
  find(uri: string): ServedFile | undefined;
  diagnosticsOf(file: ServedFile): Promise<readonly Diagnostic[]>;
}

/** Editing goes on while diagnostics are made: only a pause of this many milliseconds starts them. */
const pauseMs = 200;

/** For clients without pull diagnostics. Results for a version that is no longer shown are dropped. */
export function pushedDiagnostics(connection: Connection, source: PushSource): Publishing {
  const waiting = new Map<string, NodeJS.Timeout>();
  const schedule = (uri: string) => {
    clearTimeout(waiting.get(uri));
    waiting.set(
      uri,
      setTimeout(() => inBackground(connection.console, publish(uri)), pauseMs),
    );
  };

  return {
    changed: (uri) => {
      // An edit of one migration changes what later ones find.
      for (const open of source.openUris()) schedule(open);
      schedule(uri);
    },
    closed: (uri) => {
      clearTimeout(waiting.get(uri));
      waiting.delete(uri);
      inBackground(connection.console, connection.sendDiagnostics({ uri, diagnostics: [] }));
    },
    allChanged: () => {
      for (const uri of source.openUris()) schedule(uri);
    },
  };

  async function publish(uri: string): Promise<void> {
    waiting.delete(uri);
    const version = source.versionOf(uri);
    const file = source.find(uri);
    if (version === null || file === undefined) return;
    const diagnostics = await source.diagnosticsOf(file);
    if (source.versionOf(uri) !== version) return;
    await connection.sendDiagnostics({ uri, version, diagnostics: [...diagnostics] });
  }
}
