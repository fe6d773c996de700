import type { TestResult, WireScript } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import { editorSelector } from '../documents';
import { observationsOf, type StatementObservation } from './observations';

/** What the last run of a migration showed, beside its statements: times and locks behind them, marks in the gutter. */
export interface ObservedMarks {
  show(outcome: TestResult): Promise<void>;
}

/** Marks of a script are shown while its text is the one that was run, and come back when an edit is undone. */
export function createObservedMarks(context: vscode.ExtensionContext): ObservedMarks {
  const observed = new Map<string, ObservedScript>();
  const changed = new vscode.EventEmitter<void>();
  const marks = {
    passed: gutterMark(context, 'statement-passed.svg'),
    failed: gutterMark(context, 'statement-failed.svg'),
  };
  const observedIn = (document: vscode.TextDocument): readonly PlacedObservation[] => {
    const script = observed.get(document.uri.toString());
    return script?.text === document.getText() ? script.observations : [];
  };
  const markEditor = (editor: vscode.TextEditor) => {
    const observations = observedIn(editor.document);
    for (const outcome of ['passed', 'failed'] as const) {
      const own = observations.filter((each) => each.outcome === outcome);
      editor.setDecorations(marks[outcome], own.map(decorationOf));
    }
  };
  const markAll = () => vscode.window.visibleTextEditors.forEach(markEditor);

  context.subscriptions.push(
    changed,
    marks.passed,
    marks.failed,
    vscode.languages.registerInlayHintsProvider(editorSelector, {
      onDidChangeInlayHints: changed.event,
      provideInlayHints: (document, range) =>
        areLocksHinted(document) ? observedIn(document).flatMap((each) => hintsOf(each, range)) : [],
    }),
    vscode.window.onDidChangeVisibleTextEditors(markAll),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (observed.has(document.uri.toString())) markAll();
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('tenantsafe.inlayHints')) changed.fire();
    }),
  );
  return {
    show: async ({ result, scripts }) => {
      for (const direction of ['up', 'down'] as const) {
        const script = scripts[direction];
        if (script === null) continue;
        // A file that was removed during the run has no place for marks.
        const document = await openedOrGone(vscode.Uri.parse(script.uri, true));
        if (document === undefined) continue;
        const observations = observationsOf(result, direction, script).flatMap((each) =>
          placed(each, script),
        );
        observed.set(document.uri.toString(), { text: document.getText(), observations });
      }
      changed.fire();
      markAll();
    },
  };
}

async function openedOrGone(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

interface ObservedScript {
  /** The text whose statements the ranges are of. */
  readonly text: string;
  readonly observations: readonly PlacedObservation[];
}

interface PlacedObservation extends StatementObservation {
  readonly range: vscode.Range;
}

function placed(observation: StatementObservation, { statements }: WireScript): readonly PlacedObservation[] {
  const range = statements[observation.statement];
  if (range === undefined) return [];
  const { start, end } = range;
  return [{ ...observation, range: new vscode.Range(start.line, start.character, end.line, end.character) }];
}

function hintsOf(
  { label, details, range }: PlacedObservation,
  asked: vscode.Range,
): readonly vscode.InlayHint[] {
  if (label === undefined || !asked.contains(range.end)) return [];
  const hint = new vscode.InlayHint(range.end, `observed: ${label}`);
  hint.tooltip = details.join('\n');
  hint.paddingLeft = true;
  return [hint];
}

function decorationOf({ range, outcome, details }: PlacedObservation): vscode.DecorationOptions {
  const firstLine = new vscode.Range(range.start, range.start);
  return outcome === 'passed'
    ? { range: firstLine }
    : { range: firstLine, hoverMessage: details.map((line) => plainMarkdown(line)) };
}

/** Messages quote SQL that a stranger may have written, so nothing in them is taken for markup. */
function plainMarkdown(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(text);
}

function gutterMark(context: vscode.ExtensionContext, icon: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    gutterIconPath: vscode.Uri.joinPath(context.extensionUri, 'media', icon),
    gutterIconSize: 'contain',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}

function areLocksHinted(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('tenantsafe', document).get<boolean>('inlayHints.locks', true);
}
