import type {
  CheckDraftResult,
  DraftContextParams,
  WireDraftPrompt,
  WireDraftRecord,
} from '@tenantsafe/server/protocol';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Server } from '../languageClient';
import { messageOf } from '../log';
import { checkDraft, recordDraft } from '../requests';
import { mayBeSent } from './consent';
import type { DraftPages } from './draftPages';
import { promptFor } from './draftRequest';
import type { DraftReviews } from './draftReviews';
import { draftInRounds, type Drafted } from './flow/draftInRounds';
import { promptPage } from './flow/pages';
import { pricesOf, usageText } from './flow/usageText';
import type { ModelChoice } from './modelChoice';
import type { DraftModel } from './models/model';
import { ModelFailure } from './models/modelFailure';
import { draftSettings } from './settings';
import { openForEditing, writeDraft } from './writeDraft';

/** What drafts and reviews work with. */
export interface DraftParts {
  readonly context: vscode.ExtensionContext;
  readonly server: Server;
  readonly log: vscode.LogOutputChannel;
  readonly models: ModelChoice;
  readonly pages: DraftPages;
  readonly reviews: DraftReviews;
}

/** How a draft ended: the files that were written, or why there are none. */
export interface DraftEnd {
  readonly decision: 'accepted' | 'edited' | 'rejected' | 'notSent' | 'unanswered' | 'cancelled';
  readonly uris: readonly string[];
}

/**
 * From a request to a decision: the prompt, the person's consent, the model, the gate, the review. Nothing is written
 * before the person accepts. Throws one sentence where the model gives no draft.
 */
export async function draftMigration(
  parts: DraftParts,
  folder: vscode.WorkspaceFolder,
  params: DraftContextParams,
): Promise<DraftEnd> {
  const { context, server, models, pages, reviews } = parts;
  if (reviews.isWaiting)
    throw new Error('A draft waits for your decision: accept or reject it before the next one.');
  const prompt = await promptFor(server, params);
  const model = await models.chosen(prompt.model);
  if (!(await mayBeSent(context, folder, model, pages, promptPage(prompt, model.model))))
    return { decision: 'notSent', uris: [] };
  const drafted = await draftWithProgress(parts, params.uri, prompt, model);
  if (drafted === undefined) return { decision: 'cancelled', uris: [] };
  parts.log.info(`Drafted by ${model.model} in ${drafted.rounds.length} rounds. ${usageOf(drafted, model)}`);
  const record = recordOf(prompt, model, drafted);
  if (drafted.kind === 'unanswered') {
    await keep(parts, folder, { ...record, decision: 'rejected' });
    return { decision: 'unanswered', uris: [] };
  }
  return decide(parts, folder, params.uri, drafted, record, usageOf(drafted, model));
}

/** Undefined where the person cancelled. */
async function draftWithProgress(
  { server, log }: DraftParts,
  uri: string,
  prompt: WireDraftPrompt,
  model: DraftModel,
): Promise<Drafted | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Drafting with ${model.model}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const cancellation = new AbortController();
    token.onCancellationRequested(() => cancellation.abort());
    try {
      return await draftInRounds(prompt, {
        model,
        check: (draft, repairs) =>
          server.request(checkDraft, { uri, draft, ...(repairs === undefined ? {} : { repairs }) }, token),
        answer: askPerson,
        say: (message) => progress.report({ message }),
        signal: cancellation.signal,
      });
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      if (error instanceof ModelFailure && error.requestId !== undefined)
        log.info(`The request that failed has the id ${error.requestId}.`);
      throw error;
    }
  });
}

async function askPerson(questions: readonly string[]): Promise<readonly string[] | undefined> {
  const answers: string[] = [];
  for (const [index, question] of questions.entries()) {
    const answer = await vscode.window.showInputBox({
      title: `The model asks (${index + 1} of ${questions.length})`,
      prompt: question,
      ignoreFocusOut: true,
      validateInput: (value) =>
        value.trim() === '' ? 'Answer, or press Escape to end the draft.' : undefined,
    });
    if (answer === undefined) return undefined;
    answers.push(answer);
  }
  return answers;
}

async function decide(
  parts: DraftParts,
  folder: vscode.WorkspaceFolder,
  uri: string,
  drafted: Extract<Drafted, { kind: 'judged' }>,
  record: WireDraftRecord,
  usage: string,
): Promise<DraftEnd> {
  const { draft } = drafted;
  let check = drafted.check;
  for (;;) {
    const decision = await parts.reviews.review({ draft, check, usage });
    switch (decision) {
      case 'rehearse':
        check = (await rehearsed(parts, uri, draft)) ?? check;
        break;
      case 'reject':
        await keep(parts, folder, { ...record, decision: 'rejected' });
        return { decision: 'rejected', uris: [] };
      case 'accept':
      case 'edit': {
        // Meanwhile the project may have moved on: what is written has passed the gate just now.
        const now = await parts.server.request(checkDraft, { uri, draft });
        if (now.gate.verdict === 'rejected') {
          check = now;
          break;
        }
        await (decision === 'accept' ? writeDraft : openForEditing)(now.files, uri);
        const decided = decision === 'accept' ? 'accepted' : 'edited';
        await keep(parts, folder, { ...record, decision: decided, files: now.files });
        return { decision: decided, uris: now.files.map((file) => file.uri) };
      }
    }
  }
}

/** The gate with its last stage; undefined where the person cancelled it or it could not be run, which is said. */
async function rehearsed(
  { server, log }: DraftParts,
  uri: string,
  draft: unknown,
): Promise<CheckDraftResult | undefined> {
  const runId = randomUUID();
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: 'Rehearsing the draft on fixture tenants',
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const steps = server.onTestProgress((step) => {
      if (step.runId !== runId) return;
      const { event } = step;
      progress.report({ message: event.kind === 'phase' ? event.message : `Tenant ${event.tenant}` });
    });
    try {
      return await server.request(checkDraft, { uri, draft, rehearse: true, runId }, token);
    } catch (error) {
      if (!token.isCancellationRequested) {
        log.error(messageOf(error));
        void vscode.window.showErrorMessage(messageOf(error));
      }
      return undefined;
    } finally {
      steps.dispose();
    }
  });
}

function recordOf(
  prompt: WireDraftPrompt,
  model: DraftModel,
  drafted: Drafted,
): Omit<WireDraftRecord, 'decision'> & {
  decision: 'rejected';
} {
  return {
    prompt,
    provider: model.provider,
    model: model.model,
    rounds: [...drafted.rounds],
    decision: 'rejected',
    draft: drafted.kind === 'judged' ? drafted.draft : null,
    files: [],
  };
}

/** A record that cannot be written costs no migration: it is said, and that is all. */
async function keep(
  { server, log }: DraftParts,
  folder: vscode.WorkspaceFolder,
  record: WireDraftRecord,
): Promise<void> {
  try {
    await server.request(recordDraft, { uri: folder.uri.toString(), record });
  } catch (error) {
    log.error(`The draft could not be recorded: ${messageOf(error)}`);
  }
}

function usageOf({ rounds }: Drafted, { model }: DraftModel): string {
  return usageText(
    rounds.map(({ usage }) => usage),
    pricesOf(draftSettings().prices, model),
  );
}
