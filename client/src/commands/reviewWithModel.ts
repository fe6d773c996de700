import * as vscode from 'vscode';
import { targetOf } from '../documents';
import {
  diagnosticsOf,
  explainFailure as explain,
  reviewMigration as review,
  suggestSaferForm as suggest,
} from '../drafts/reviews/migrationReviews';
import type { Command, CommandParts } from './command';

/** *Review Migration with AI* */
export function reviewMigration({ drafts }: CommandParts): Command {
  return (argument) => review(drafts, openScript(argument));
}

/** *Suggest Safer Form*: for the finding at the position that it is called with, else at the cursor. */
export function suggestSaferForm({ drafts }: CommandParts): Command {
  return (argument, position) => {
    const script = openScript(argument);
    const place =
      position instanceof vscode.Position ? position : vscode.window.activeTextEditor?.selection.active;
    const finding = diagnosticsOf(script).find(({ range }) => place !== undefined && range.contains(place));
    if (finding === undefined) throw new Error('Place the cursor in a finding first.');
    return suggest(drafts, script, finding);
  };
}

/** *Explain Failure*: called by the Testing view with one of our messages. */
export function explainFailure({ drafts }: CommandParts): Command {
  return (argument) => {
    const message = messageIn(argument);
    const script = message?.location?.uri;
    if (message === undefined || script === undefined)
      throw new Error('Call it on a failed check in the Testing view.');
    const text = typeof message.message === 'string' ? message.message : message.message.value;
    // Further lines are rows of fixtures or of a schema: what they show, the first one says.
    return explain(drafts, script, text.split('\n')[0] ?? text);
  };
}

function openScript(argument: unknown): vscode.Uri {
  const script = targetOf(argument);
  if (script === undefined) throw new Error('Open the migration first.');
  return script;
}

/** The menu of a test message gives the message with its test. */
function messageIn(argument: unknown): vscode.TestMessage | undefined {
  if (typeof argument !== 'object' || argument === null || !('message' in argument)) return undefined;
  return argument.message instanceof vscode.TestMessage ? argument.message : undefined;
}
