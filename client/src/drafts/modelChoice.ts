import * as vscode from 'vscode';
import type { ApiKey } from './apiKey';
import { anthropicModel, anthropicModels, type AnthropicAccess } from './models/anthropic';
import { editorModel } from './models/editor';
import type { DraftModel } from './models/model';
import { draftSettings, keepChosenModel } from './settings';

/** The models that a person may choose among, and the one they chose. */
export interface ModelChoice {
  /** The chosen model; `policyModel` where the person left it to the policy. Throws one sentence where it cannot be used. */
  chosen(policyModel: string): Promise<DraftModel>;
  /** Lets the person choose among the models that there are now. */
  choose(): Promise<void>;
}

export function createModelChoice(apiKey: ApiKey, log: vscode.LogOutputChannel): ModelChoice {
  const access = async (): Promise<AnthropicAccess | undefined> => {
    const key = await apiKey.get();
    if (key === undefined) return undefined;
    return { apiKey: key, baseUrl: draftSettings().anthropicBaseUrl, warn: (message) => log.warn(message) };
  };
  return {
    chosen: async (policyModel) => {
      const { provider, model } = draftSettings();
      if (provider === 'editor') return editorModel(await editorChat(model));
      const anthropic = await access();
      if (anthropic !== undefined) return anthropicModel(anthropic, model === '' ? policyModel : model);
      throw new Error(
        'There is no API key yet: give one with "Tenantsafe: Set Anthropic API Key", or choose one of the editor\'s models with "Tenantsafe: Choose Draft Model".',
      );
    },
    choose: async () => {
      const picked = await vscode.window.showQuickPick(choices(await access()), {
        title: 'Draft Model',
        placeHolder: 'Which model drafts and reviews migrations',
        matchOnDescription: true,
      });
      if (picked !== undefined) await keepChosenModel(picked.provider, picked.model);
    },
  };
}

async function editorChat(chosen: string): Promise<vscode.LanguageModelChat> {
  const chats = await vscode.lm.selectChatModels();
  const chat = chats.find((each) => editorId(each) === chosen);
  if (chat !== undefined) return chat;
  throw new Error(
    `VS Code offers no model ${chosen === '' ? 'by that name' : chosen} at the moment: choose another one with "Tenantsafe: Choose Draft Model".`,
  );
}

function editorId({ vendor, id }: vscode.LanguageModelChat): string {
  return `${vendor}/${id}`;
}

interface ModelItem extends vscode.QuickPickItem {
  readonly provider: 'anthropic' | 'editor';
  readonly model: string;
}

async function choices(anthropic: AnthropicAccess | undefined): Promise<readonly ModelItem[]> {
  const listed = anthropic === undefined ? [] : await anthropicModels(anthropic, AbortSignal.timeout(30_000));
  const chats = await vscode.lm.selectChatModels();
  return [
    {
      label: "The policy's model",
      description: 'Anthropic',
      detail: anthropic === undefined ? 'Needs an API key: "Tenantsafe: Set Anthropic API Key".' : '',
      provider: 'anthropic',
      model: '',
    },
    ...listed.map((model): ModelItem => ({
      label: model,
      description: 'Anthropic',
      provider: 'anthropic',
      model,
    })),
    ...chats.map((chat): ModelItem => ({
      label: chat.name,
      description: `${chat.vendor}, offered by VS Code`,
      provider: 'editor',
      model: editorId(chat),
    })),
  ];
}
