import type { CheckDraftResult } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import type { DraftPages } from './draftPages';
import { gatePage } from './flow/pages';

export type Decision = 'accept' | 'edit' | 'rehearse' | 'reject';

export interface ReviewedDraft {
  readonly draft: unknown;
  readonly check: CheckDraftResult;
  /** What the answers used, in words. */
  readonly usage: string;
}

/** The one draft that waits for a person. */
export interface DraftReviews {
  /** Shows the files of a draft and what the gate says beside them, and waits for the decision, however long it takes. */
  review(reviewed: ReviewedDraft): Promise<Decision>;
  /** Decides about the draft that waits. Throws where none does, or this one cannot be decided so. */
  decide(decision: Decision): void;
  readonly isWaiting: boolean;
}

/** While it is set, the commands that decide are offered; its value is the gate's verdict. */
const contextKey = 'tenantsafe.reviewedDraft';

const titles: Readonly<Record<Decision, string>> = {
  accept: 'Accept',
  edit: 'Edit',
  rehearse: 'Rehearse',
  reject: 'Reject',
};

export function createDraftReviews(pages: DraftPages): DraftReviews {
  let waiting: { readonly verdict: string; readonly resolve: (decision: Decision) => void } | undefined;
  const set = (next: typeof waiting) => {
    waiting = next;
    void vscode.commands.executeCommand('setContext', contextKey, next?.verdict);
  };
  const decide = (decision: Decision) => {
    if (waiting === undefined) throw new Error('No draft waits for a decision.');
    if (decision !== 'reject' && waiting.verdict === 'rejected')
      throw new Error('The gate has rejected this draft, so that nothing of it can be written or run.');
    const { resolve } = waiting;
    set(undefined);
    resolve(decision);
  };
  return {
    get isWaiting() {
      return waiting !== undefined;
    },
    decide,
    review: async (reviewed) => {
      const { verdict } = reviewed.check.gate;
      await showDraft(pages, reviewed);
      const decided = new Promise<Decision>((resolve) => set({ verdict, resolve }));
      const own = waiting;
      void offer(verdict).then((choice) => {
        // Whoever dismisses the message decides later, by the buttons of the page or by the commands.
        if (choice !== undefined && waiting === own) decide(choice);
      });
      return decided;
    },
  };
}

async function offer(verdict: CheckDraftResult['gate']['verdict']): Promise<Decision | undefined> {
  const decisions: readonly Decision[] =
    verdict === 'accepted' ? ['accept', 'rehearse', 'edit', 'reject'] : ['reject'];
  const choice =
    verdict === 'accepted'
      ? await vscode.window.showInformationMessage(
          'The draft has passed the gate. Nothing is written yet.',
          ...decisions.map((decision) => titles[decision]),
        )
      : await vscode.window.showWarningMessage(
          'The gate has rejected the draft, and the repairs are used up. Nothing is written.',
          ...decisions.map((decision) => titles[decision]),
        );
  return decisions.find((decision) => titles[decision] === choice);
}

/** Every file beside what is there now, and the gate's page beside them. */
async function showDraft(pages: DraftPages, { draft, check, usage }: ReviewedDraft): Promise<void> {
  const changes = await Promise.all(
    check.files.map(async ({ uri, text }) => {
      const file = vscode.Uri.parse(uri, true);
      const before = (await exists(file)) ? file : undefined;
      return [file, before, pages.write(`/proposed${file.path}`, text)];
    }),
  );
  if (changes.length > 0)
    await vscode.commands.executeCommand('vscode.changes', 'Drafted migration', changes);
  const page = pages.write('/Draft.md', gatePage(check, draft, usage));
  await pages.show(page, changes.length > 0 ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active);
}

export async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
