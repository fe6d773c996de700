import {
  CodeActionKind,
  CompletionItemKind,
  DiagnosticSeverity,
  InsertTextFormat,
  MarkupKind,
  type CodeAction,
  type CodeActionParams,
  type CodeLens,
  type CompletionItem,
  type Diagnostic,
  type Hover,
  type Position,
} from 'vscode-languageserver/node';
import {
  isTeamPrompt,
  problemsOfBlock,
  promptBlocksIn,
  promptCompletionsAt,
  promptHoverAt,
  surroundingsAt,
  type BlockProblem,
  type PromptBlock,
  type PromptCompletion,
  type Surroundings,
} from '../../drafts/prompts';
import { SourceText } from '../../sql';
import { uriOf, type ServedFile } from './folders';
import { clientCommands, diagnosticSource, type DiagnosticData } from './protocol';

/** What is said of prompt blocks in SQL files, and of a team's own prompt snippets. */

/** What does not hold in the blocks of a file; nothing for a migration before the baseline, whose blocks are history. */
export function promptDiagnostics(file: ServedFile): Diagnostic[] {
  if (isTeamPrompt(file.path)) return snippetDiagnostics(file);
  const source = sourceOf(file);
  const blocks = blocksOf(file, source);
  if (blocks.length === 0) return [];
  const around = surroundings(file);
  return blocks
    .flatMap((block) => problemsOfBlock(block, file.served.prompts(), around))
    .map((problem) => blockDiagnostic(problem, source, file));
}

/** A lens above each block. */
export function promptLenses(file: ServedFile): CodeLens[] {
  const source = sourceOf(file);
  return blocksOf(file, source).map((block) => ({
    range: source.rangeOf(block.headline),
    command: draftCommand(block, source, file),
  }));
}

/** The same as an action anywhere in a block. */
export function promptActions({ range, context }: CodeActionParams, file: ServedFile): CodeAction[] {
  const kind = CodeActionKind.RefactorRewrite;
  if (context.only !== undefined && !context.only.some((only) => `${kind}.`.startsWith(`${only}.`)))
    return [];
  const source = sourceOf(file);
  const [start, end] = [source.offsetAt(range.start), source.offsetAt(range.end)];
  return blocksOf(file, source)
    .filter(({ span }) => start <= span.end && end >= span.start)
    .map((block) => ({ title: draftTitle, kind, command: draftCommand(block, source, file) }));
}

export function promptHover(file: ServedFile, position: Position): Hover | null {
  const source = sourceOf(file);
  if (!mayHoldBlocks(source)) return null;
  const hover = promptHoverAt(source.text, source.offsetAt(position), file.served.prompts());
  if (hover === undefined) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: hover.markdown },
    range: source.rangeOf(hover.span),
  };
}

/** Undefined where the place is neither in a block nor one at which a block may begin. */
export function promptCompletions(
  file: ServedFile,
  position: Position,
  tabStops: 'tab stops' | 'plain text',
): CompletionItem[] | undefined {
  if (!isSql(file)) return undefined;
  const source = sourceOf(file);
  const offset = source.offsetAt(position);
  if (!mayHoldBlocks(source) && !isBlockBegun(source, offset)) return undefined;
  return promptCompletionsAt(source, offset, file.served.prompts(), surroundings(file))?.map(
    (completion, index) => completionItem(completion, index, source, tabStops),
  );
}

const draftTitle = 'Draft Migration';

function draftCommand({ span }: PromptBlock, source: SourceText, { served, path }: ServedFile) {
  const position = source.positionAt(span.start);
  return {
    title: draftTitle,
    command: clientCommands.draftMigration,
    arguments: [uriOf(served, path), position],
  };
}

function blocksOf(file: ServedFile, source: SourceText): readonly PromptBlock[] {
  const { served, path } = file;
  if (!isSql(file) || !mayHoldBlocks(source)) return [];
  if (served.service.standing(served.workspace(), path) === 'replayed') return [];
  return promptBlocksIn(source.text);
}

function isSql({ path }: ServedFile): boolean {
  return path.endsWith('.sql');
}

function mayHoldBlocks({ text }: SourceText): boolean {
  return text.includes('tenantsafe:draft');
}

/** Asked with every key: the schema is looked at only where somebody begins to write the word. */
function isBlockBegun(source: SourceText, offset: number): boolean {
  const before = source.text.slice(Math.max(0, offset - 80), offset);
  return /(?:^|\n)[ \t]*[a-z-]+$/.test(before);
}

function sourceOf({ served, path }: ServedFile): SourceText {
  return new SourceText(served.workspace().files.text(path) ?? '');
}

function surroundings({ served, path }: ServedFile): Surroundings {
  return surroundingsAt(served.service, served.workspace(), path);
}

function snippetDiagnostics(file: ServedFile): Diagnostic[] {
  const source = sourceOf(file);
  return file.served
    .prompts()
    .problems.filter(({ path }) => path === file.path)
    .map(({ span, message }) => ({
      source: diagnosticSource,
      code: 'prompt',
      severity: DiagnosticSeverity.Error,
      message,
      range: source.rangeOf(span),
    }));
}

function blockDiagnostic(
  { severity, span, message, fix }: BlockProblem,
  source: SourceText,
  { served, path }: ServedFile,
): Diagnostic {
  const edits =
    fix === undefined
      ? []
      : [{ uri: uriOf(served, path), range: source.rangeOf(fix.span), newText: fix.newText }];
  const data: DiagnosticData = {
    v: 1,
    ruleId: 'prompt',
    fixes: fix === undefined ? [] : [{ title: fix.title, preferred: true, edits }],
    ignoreLine: null,
    ignoreFile: null,
  };
  return {
    source: diagnosticSource,
    code: 'prompt',
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    message,
    range: source.rangeOf(span),
    data,
  };
}

function completionItem(
  { kind, label, detail, markdown, span, newText, withTabStops }: PromptCompletion,
  index: number,
  source: SourceText,
  tabStops: 'tab stops' | 'plain text',
): CompletionItem {
  const asSnippet = tabStops === 'tab stops' ? withTabStops : undefined;
  return {
    label,
    kind: itemKinds[kind],
    detail,
    ...(markdown === '' ? {} : { documentation: { kind: MarkupKind.Markdown, value: markdown } }),
    sortText: String(index).padStart(4, '0'),
    insertTextFormat: asSnippet === undefined ? InsertTextFormat.PlainText : InsertTextFormat.Snippet,
    textEdit: { range: source.rangeOf(span), newText: asSnippet ?? newText },
  };
}

const itemKinds = {
  snippet: CompletionItemKind.Snippet,
  id: CompletionItemKind.Reference,
  key: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
} as const;
