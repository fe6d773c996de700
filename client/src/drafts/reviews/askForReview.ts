import type { CheckDraftResult } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import { checkDraft, policy } from '../../requests';
import { mayBeSent } from '../consent';
import type { DraftParts } from '../draftMigration';
import { promptText } from '../flow/pages';
import { pricesOf, usageText } from '../flow/usageText';
import { answerOf } from '../models/model';
import { draftSettings, requireTrust } from '../settings';
import { grounded, reviewRequest, type ReviewTask } from './grounding';
import { reviewPage } from './reviewPage';

export interface Review extends ReviewTask {
  readonly title: string;
  /** The migration that it is about. */
  readonly script: vscode.Uri;
}

/** Asks a model to put facts into words, and shows the page; gives its text, undefined where nothing was sent. */
export async function askForReview(parts: DraftParts, review: Review): Promise<string | undefined> {
  requireTrust();
  const folder = vscode.workspace.getWorkspaceFolder(review.script);
  if (folder === undefined) throw new Error(`${review.script.fsPath} lies in no open workspace folder.`);
  const known = await parts.server.request(policy, { folderUri: folder.uri.toString() });
  if (known?.drafts.send !== 'schema')
    throw new Error(
      'The policy keeps the schema at home ("drafts.send: nothing"), and a review would send the SQL of the migration.',
    );
  const model = await parts.models.chosen(known.drafts.model);
  const request = reviewRequest(review);
  const prompt = promptText(`${review.title}: the prompt`, '', { ...request, request: review.task });
  if (!(await mayBeSent(parts.context, folder, model, parts.pages, prompt))) return undefined;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `${review.title} by ${model.model}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (_, token) => {
    const cancellation = new AbortController();
    token.onCancellationRequested(() => cancellation.abort());
    try {
      const { value, usage } = await answerOf(model, request, cancellation.signal);
      const answer = grounded(value, review.facts.length);
      const text = reviewPage({
        title: review.title,
        facts: review.facts,
        answer,
        gate: await gateOf(parts, review, answer.statements, known.tenancy ?? 'row'),
        model: model.model,
        usage: usageText([usage], pricesOf(draftSettings().prices, model.model)),
      });
      await parts.pages.show(parts.pages.write('/Review.md', text), vscode.ViewColumn.Beside);
      return text;
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  });
}

/** Suggested statements are judged as what they would be: a migration, whose rollback somebody has yet to write. */
async function gateOf(
  { server }: DraftParts,
  { script, title }: Review,
  statements: readonly string[],
  tenancy: 'row' | 'schema' | 'database',
): Promise<CheckDraftResult['gate'] | undefined> {
  if (statements.length === 0) return undefined;
  const draft = {
    title,
    intent: title,
    tenancy,
    phases: [
      {
        phase: 'expand',
        transactional: true,
        statements,
        verify: [],
        rollback: { kind: 'forward-only', statements: [], dataLossReason: null },
        compatibility: 'Not said.',
      },
    ],
    assumptions: [],
    questions: [],
    tablesTouched: [],
    estimates: [],
  };
  return (await server.request(checkDraft, { uri: script.toString(), draft })).gate;
}
