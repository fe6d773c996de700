// A vendor of language models that answers what the suite has told it to, and shows it what it was asked.
const vscode = require('vscode');

const model = {
  id: 'fake-1',
  name: 'Fake 1',
  family: 'fake',
  version: '1',
  maxInputTokens: 100_000,
  maxOutputTokens: 10_000,
  capabilities: { toolCalling: true },
  // Models of a newer VS Code are offered to other extensions only where they say so.
  isUserSelectable: true,
};

/** Answers that are still to come: `{ call: {…} }`, `{ text: '…' }` or `{ hang: true }`; and what was asked. */
let script = [];
let asked = [];

exports.activate = ({ subscriptions }) => {
  subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('tenantsafe-fake', {
      provideLanguageModelChatInformation: () => [model],
      provideTokenCount: () => Promise.resolve(1),
      async provideLanguageModelChatResponse(_, messages, options, progress, token) {
        asked.push({ messages: messages.map(textOf), tools: (options.tools ?? []).map(({ name }) => name) });
        const answer = script.shift() ?? { text: 'nothing' };
        if (answer.hang) await new Promise((resolve) => token.onCancellationRequested(resolve));
        else if (answer.text !== undefined) progress.report(new vscode.LanguageModelTextPart(answer.text));
        else
          progress.report(new vscode.LanguageModelToolCallPart('call_1', options.tools[0].name, answer.call));
      },
    }),
    vscode.commands.registerCommand('fakeModels.play', (answers) => {
      script = [...answers];
      asked = [];
    }),
    vscode.commands.registerCommand('fakeModels.asked', () => asked),
  );
};

function textOf({ content }) {
  return content.map((part) => part.value ?? '').join('');
}
