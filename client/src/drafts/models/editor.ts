import * as vscode from 'vscode';
import type { DraftModel, ModelAnswer, ModelRequest } from './model';
import { cancelled, ModelFailure, parsedAnswer } from './modelFailure';

/** The tool that a model calls with its answer: the editor's models have no structured answers of another kind. */
const answerTool = 'tenantsafe_answer';

/** A model that the editor offers, from whichever extension it comes. VS Code asks the person for consent before the first use. */
export function editorModel(chat: vscode.LanguageModelChat): DraftModel {
  return {
    provider: 'editor',
    model: chat.id,
    generate: async function* (request, signal) {
      const cancellation = new vscode.CancellationTokenSource();
      const cancel = () => cancellation.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      if (signal.aborted) cancel();
      try {
        const response = await chat.sendRequest(messagesOf(request), optionsOf(request), cancellation.token);
        let text = '';
        let called: object | undefined;
        for await (const part of response.stream) {
          if (signal.aborted) throw cancelled();
          if (part instanceof vscode.LanguageModelTextPart) text += part.value;
          if (part instanceof vscode.LanguageModelToolCallPart && part.name === answerTool)
            called = part.input;
          yield { kind: 'progress', characters: text.length };
        }
        if (signal.aborted) throw cancelled();
        yield { kind: 'answer', answer: called === undefined ? textAnswer(text) : toolAnswer(called) };
      } catch (error) {
        throw signal.aborted ? cancelled() : failureOf(error, chat);
      } finally {
        signal.removeEventListener('abort', cancel);
        cancellation.dispose();
      }
    },
  };
}

/** There are no system messages in this interface, so that the rules come first in the person's own. */
function messagesOf({ instructions, data, turns }: ModelRequest): vscode.LanguageModelChatMessage[] {
  const before = [instructions, ...(data === null ? [] : [data])];
  return [
    ...before.map((text) => vscode.LanguageModelChatMessage.User(text)),
    ...turns.map(({ from, text }) =>
      from === 'person'
        ? vscode.LanguageModelChatMessage.User(text)
        : vscode.LanguageModelChatMessage.Assistant(text),
    ),
  ];
}

function optionsOf({ answerSchema }: ModelRequest): vscode.LanguageModelChatRequestOptions {
  return {
    justification:
      'Tenantsafe sends the prompt that you have seen, and checks the answer before it shows it.',
    tools: [
      {
        name: answerTool,
        description: 'Gives the whole answer. Call it exactly once, with nothing before or after it.',
        inputSchema: answerSchema,
      },
    ],
    toolMode: vscode.LanguageModelChatToolMode.Required,
  };
}

function toolAnswer(input: object): ModelAnswer {
  return { text: JSON.stringify(input), value: input, requestId: null, stopReason: 'tool_use', usage: null };
}

/** A model that cannot call tools may still have written the object, often inside a Markdown fence. */
function textAnswer(text: string): ModelAnswer {
  const fenced = /^\s*```(?:json)?\s*\n(?<inside>[\s\S]*)\n\s*```\s*$/.exec(text)?.groups?.['inside'];
  const value = parsedAnswer(fenced ?? text);
  return { text, value, requestId: null, stopReason: 'end_turn', usage: null };
}

function failureOf(error: unknown, { name }: vscode.LanguageModelChat): ModelFailure {
  if (error instanceof ModelFailure) return error;
  if (!(error instanceof vscode.LanguageModelError))
    return new ModelFailure(
      'disconnected',
      `${name} broke off, so nothing of its answer is used: try again.`,
    );
  switch (error.code) {
    case vscode.LanguageModelError.NoPermissions.name:
      return new ModelFailure(
        'notAuthorized',
        `Tenantsafe may not use ${name}: allow it when VS Code asks, or choose another model with "Tenantsafe: Choose Draft Model".`,
      );
    case vscode.LanguageModelError.Blocked.name:
      return new ModelFailure(
        'rateLimited',
        `${name} is blocked at the moment, mostly by its quota: try again later.`,
      );
    case vscode.LanguageModelError.NotFound.name:
      return new ModelFailure(
        'noSuchModel',
        `${name} is not there any more: choose another model with "Tenantsafe: Choose Draft Model".`,
      );
    default:
      return new ModelFailure('unavailable', `${name} gave no answer: try again, or choose another model.`);
  }
}
