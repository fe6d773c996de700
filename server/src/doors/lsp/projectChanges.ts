import type { Connection } from 'vscode-languageserver/node';
import { migrationsAnswer, policyAnswer } from './answers';
import type { ServedFolder, ServedFolders } from './folders';
import { inBackground } from './inBackground';
import { projectChangedNotification, type ProjectChangedParams } from './protocol';

/** Tells the client when what it once asked of a project is no longer so. */
export interface ProjectChanges {
  /** The client asked for the folder's migrations or policy. */
  asked(served: ServedFolder): void;
  /** Compares with what was answered last. */
  announce(): void;
}

export function announceProjectChanges(connection: Connection, folders: ServedFolders): ProjectChanges {
  const lastAnswers = new Map<string, string>();
  return {
    asked: (served) => lastAnswers.set(served.uri, answersFor(served)),
    announce: () => {
      for (const served of folders.all) {
        const before = lastAnswers.get(served.uri);
        if (before === undefined) continue;
        const now = answersFor(served);
        if (now === before) continue;
        lastAnswers.set(served.uri, now);
        const params: ProjectChangedParams = { folderUri: served.uri };
        inBackground(connection.console, connection.sendNotification(projectChangedNotification, params));
      }
    },
  };
}

function answersFor(served: ServedFolder): string {
  return JSON.stringify([migrationsAnswer(served), policyAnswer(served)]);
}
