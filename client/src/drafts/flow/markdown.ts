/** Text of a model or of SQL as Markdown text: on one line, and none of it markup. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`|<>*_[\]#!]/g, (character) => `\\${character}`).replaceAll(/\s+/g, ' ');
}

/** A name as inline code, whatever it holds. */
export function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const shown = text.replaceAll(/\s+/g, ' ');
  return fence.length === 1 ? `\`${shown}\`` : `${fence} ${shown} ${fence}`;
}

/** A text in a fence that nothing in it can end. */
export function codeBlock(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
