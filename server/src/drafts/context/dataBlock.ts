/**
 * JSON of sections, one line for each entry of a list, in which nothing can be taken for anything but data: no bracket
 * closes the block around it, and no character is invisible or turns the direction of the text.
 */
export function dataJson(sections: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(sections).filter(([, value]) => value !== undefined);
  const lines = said.map(([name, value]) => ` ${json(name)}: ${section(value)}`);
  return `{\n${lines.join(',\n')}\n}`;
}

/** The same with the marks around it that the instructions speak of. */
export function dataBlock(sections: Readonly<Record<string, unknown>>): string {
  return `<project-data>\n${dataJson(sections)}\n</project-data>`;
}

function section(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return json(value);
  return `[\n${value.map((item) => `  ${json(item)}`).join(',\n')}\n ]`;
}

function json(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[<>&`]|\p{C}|(?! )\p{Z}/gu, escaped);
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index);
    return `\\u${unit.toString(16).padStart(4, '0')}`;
  }).join('');
}
