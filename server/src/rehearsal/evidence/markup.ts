/** HTML that is safe to put into a page: only `html` makes it, and `html` escapes everything that is not HTML itself. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | readonly Markup[];

/** A template of HTML. What stands in `${…}` is text and gets escaped, unless it was made by this function itself. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const [first = '', ...rest] = literals;
  return new Markup(first + rest.map((literal, index) => rendered(parts[index] ?? '') + literal).join(''));
}

export const nothing = new Markup('');

function rendered(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part.map(({ text }) => text).join('');
}

/** Controls that no HTML text may hold (fixture rows hold some on purpose) are shown as U+FFFD. */
function escaped(text: string): string {
  return text

    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
