import type { Connection } from 'vscode-languageserver/node';
import { migrationsAnswer, policyAnswer } from './answers';
import type { ServedFolder, ServedFolders } from './folders';
import { projectChangedNotification, type ProjectChangedParams } from './protocol';

/** Tells the client when what it once asked of a project is no longer so. */
export interface ProjectChanges {
  /** The client asked for the folder's migrations or policy. */
  asked(served: ServedFolder): void;
  /** Files changed, in an editor or on disk. */
  filesChanged(): void;
}

/** Typing changes files all the time: a pause of this many milliseconds is waited for. */
const pauseMs = 300;

export function announceProjectChanges(connection: Connection, folders: ServedFolders): ProjectChanges {
  const lastAnswers = new Map<string, string>();
  let waiting: NodeJS.Timeout | undefined;

  return {
    asked: (served) => lastAnswers.set(served.uri, answersFor(served)),
    filesChanged: () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        for (const served of folders.all) announceIfChanged(served);
      }, pauseMs);
      waiting.unref();
    },
  };

  function announceIfChanged(served: ServedFolder): void {
    const before = lastAnswers.get(served.uri);
    if (before === undefined) return;
    try {
      const now = answersFor(served);
      if (now === before) return;
      lastAnswers.set(served.uri, now);
      const params: ProjectChangedParams = { folderUri: served.uri };
      void connection.sendNotification(projectChangedNotification, params);
    } catch (error) {
      connection.console.error(`Looking for changes of ${served.uri} failed: ${String(error)}`);
    }
  }
}

function answersFor(served: ServedFolder): string {
  return JSON.stringify([migrationsAnswer(served), policyAnswer(served)]);
}
