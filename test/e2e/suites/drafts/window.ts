import * as vscode from 'vscode';
import { eventually } from '../support';

/** Types into the quick input that is open or opens soon, and confirms; into that of a title, where one is given. */
export function answer(text: string, title?: string): Promise<void> {
  return act('answer', title === undefined ? text : `${title}\n${text}`);
}

/** Presses the button of a notification that is there or comes soon. */
export function press(label: string): Promise<void> {
  return act('press', label);
}

async function act(deed: string, text: string): Promise<void> {
  const person = process.env['TENANTSAFE_E2E_PERSON'];
  if (person === undefined) throw new Error('Nobody sits at this window: run the suite in a browser.');
  const response = await fetch(`${person}/${deed}`, { method: 'POST', body: text });
  if (!response.ok) throw new Error(`${deed} "${text}": ${await response.text()}`);
}

/** What the fake vendor answers next: a call of the answer's tool, plain text, or nothing at all. */
export type FakeAnswer = { readonly call: unknown } | { readonly text: string } | { readonly hang: true };

export async function play(...answers: readonly FakeAnswer[]): Promise<void> {
  await eventually('fake vendor', async () =>
    (await vscode.commands.getCommands(true)).includes('fakeModels.play'),
  );
  await vscode.commands.executeCommand('notifications.clearAll');
  await vscode.commands.executeCommand('fakeModels.play', answers);
}

/** The messages of each request to the fake vendor since `play`. */
export async function asked(): Promise<readonly { readonly messages: readonly string[] }[]> {
  return vscode.commands.executeCommand('fakeModels.asked');
}

/** The text of a page of ours that is open, once it is. */
export async function page(name: string): Promise<string> {
  const document = await eventually(`page ${name}`, () =>
    vscode.workspace.textDocuments.find(
      ({ uri }) => uri.scheme === 'tenantsafe-draft' && uri.path === `/${name}`,
    ),
  );
  return document.getText();
}

/** Uses the fake vendor's model for drafts, as the person would by *Choose Draft Model*. */
export async function useEditorModel(): Promise<void> {
  await eventually(
    'fake model',
    async () => (await vscode.lm.selectChatModels({ vendor: 'tenantsafe-fake' })).length > 0,
  );
  await setDraftSetting('provider', 'editor');
  await setDraftSetting('model', 'tenantsafe-fake/fake-1');
}

export async function setDraftSetting(name: string, value: unknown): Promise<void> {
  const settings = vscode.workspace.getConfiguration('tenantsafe.drafts');
  await settings.update(name, value, vscode.ConfigurationTarget.Global);
}
