import * as vscode from 'vscode';

/** The extension's log: levels are the user's (*Developer: Set Log Level*); no SQL data and no connection goes into it. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Tenantsafe', { log: true });
}

/** Shows one sentence with a way to the log. Does not wait for the person to close it. */
export function showError(log: vscode.LogOutputChannel, message: string): void {
  log.error(message);
  void vscode.window.showErrorMessage(message, 'Show Log').then((choice) => {
    if (choice === 'Show Log') log.show();
  });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
