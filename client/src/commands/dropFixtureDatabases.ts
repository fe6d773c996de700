import * as vscode from 'vscode';
import { dropFixtures } from '../requests';
import type { Command, CommandParts } from './command';

/** *Drop Fixture Databases*: stops kept fixture servers and drops all that tests left, finished fixtures included. */
export function dropFixtureDatabases({ server }: CommandParts): Command {
  return async () => {
    const { inUse } = await server.request(dropFixtures, {});
    const left = inUse === 0 ? '' : ' Those of a running test were left alone.';
    void vscode.window.showInformationMessage(
      `The fixture databases are dropped; the next test makes new ones.${left}`,
    );
  };
}
