/** A table with a header; a cell that is empty shows a dash, so that nobody takes it for a gap. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => '---'), ...rows.map((row) => row.map((cell) => cell || '–'))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Code on one line, also inside a table: there GitHub takes a bare bar for the end of the cell. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');
  return `\`${line}\``;
}

/** Text that is no code, inside a table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
