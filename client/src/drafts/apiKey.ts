import * as vscode from 'vscode';

/** The name under which VS Code's own store of secrets keeps the key. It is in no setting and in no file of ours. */
const secretName = 'tenantsafe.anthropicApiKey';

export interface ApiKey {
  get(): Thenable<string | undefined>;
  /** Asks the person, and keeps what they give. False where they give none. */
  ask(): Promise<boolean>;
  clear(): Thenable<void>;
}

export function createApiKey({ secrets }: vscode.ExtensionContext): ApiKey {
  return {
    get: () => secrets.get(secretName),
    ask: async () => {
      const key = await vscode.window.showInputBox({
        title: 'Anthropic API Key',
        prompt: 'Kept by VS Code among its secrets, and sent to Anthropic alone.',
        password: true,
        ignoreFocusOut: true,
        validateInput: (value) => (/\s/.test(value.trim()) ? 'A key holds no spaces.' : undefined),
      });
      if (key === undefined || key.trim() === '') return false;
      await secrets.store(secretName, key.trim());
      return true;
    },
    clear: () => secrets.delete(secretName),
  };
}
