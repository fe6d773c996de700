import type { Span } from '../../sql';
import { promptBlocksIn } from './block';
import { inputMarkdown, snippetMarkdown } from './describe';
import type { PromptLibrary } from './library';

/** What a snippet's name or an input in a block means; undefined for any other place. */
export function promptHoverAt(
  text: string,
  offset: number,
  library: PromptLibrary,
): { readonly markdown: string; readonly span: Span } | undefined {
  const isOn = ({ start, end }: Span) => offset >= start && offset <= end;
  const block = promptBlocksIn(text).find(({ span }) => isOn(span));
  const snippet = library.find(block?.snippet?.id ?? '');
  if (block?.snippet === undefined || snippet === undefined) return undefined;
  if (isOn(block.snippet.span)) return { markdown: snippetMarkdown(snippet), span: block.snippet.span };
  const entry = block.entries.find(({ keySpan }) => isOn(keySpan));
  const input = snippet.inputs.find(({ key }) => key === entry?.key);
  if (entry === undefined || input === undefined) return undefined;
  return { markdown: inputMarkdown(input), span: entry.keySpan };
}
