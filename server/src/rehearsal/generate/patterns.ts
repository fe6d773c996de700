/**
 * Strings that a regular expression matches, for the expressions that CHECK constraints are made of: literals,
 * classes, escapes, groups, alternatives, quantifiers. Whether a string really matches is for the server to say.
 */

/** One place of a string: the characters that may stand there. */
export type Place = string;

/**
 * Ways to spell a match, as one list of places each; empty where the expression has parts that are not understood.
 * Repetitions are spelled short, then long.
 */
export function spellings(pattern: string): readonly (readonly Place[])[] {
  return [1, 8]
    .map((repeat) => spell(pattern, repeat))
    .filter((places) => places !== undefined)
    .map((places) => places.slice(0, longestSpelling));
}

/** How many strings the places spell, at most 2^52. */
export function countOf(places: readonly Place[]): number {
  return places.reduce((count, place) => Math.min(2 ** 52, count * place.length), 1);
}

/** The string with this number among those that the places spell; the last place changes fastest. */
export function spelled(places: readonly Place[], number: number): string {
  let rest = number;
  return [...places]
    .reverse()
    .map((place) => {
      const character = place[rest % place.length] ?? '';
      rest = Math.floor(rest / place.length);
      return character;
    })
    .reverse()
    .join('');
}

/** SQL of the string with the number that another SQL expression gives. */
export function spelledSql(places: readonly Place[], number: string): string {
  let divisor = 1;
  const characters = [...places].reverse().map((place) => {
    if (place.length === 1) return quoted(place);
    const sql =
      divisor < 2 ** 52
        ? `substr(${quoted(place)}, 1 + (${number} / ${divisor} % ${place.length})::int, 1)`
        : quoted(place[0] ?? '');
    divisor *= place.length;
    return sql;
  });
  return characters.length === 0 ? `''` : `(${characters.reverse().join(' || ')})`;
}

const longestSpelling = 200;

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function spell(pattern: string, repeat: number): Place[] | undefined {
  const reader = new Reader(pattern);
  const places = alternatives(reader, repeat);
  return places !== undefined && reader.atEnd() ? places : undefined;
}

/** Position in the pattern: the one piece of state of this small parser. */
class Reader {
  private at = 0;
  constructor(private readonly text: string) {}
  peek(): string {
    return this.text[this.at] ?? '';
  }
  next(): string {
    const character = this.peek();
    this.at += 1;
    return character;
  }
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }
  takeMatch(expression: RegExp): RegExpExecArray | undefined {
    const match = expression.exec(this.text.slice(this.at));
    if (match === null) return undefined;
    this.at += match[0].length;
    return match;
  }
  atEnd(): boolean {
    return this.at >= this.text.length;
  }
}

/** Of several alternatives the one that spells the most strings. */
function alternatives(reader: Reader, repeat: number): Place[] | undefined {
  let best = sequence(reader, repeat);
  while (reader.take('|')) {
    const other = sequence(reader, repeat);
    if (best === undefined || other === undefined) return undefined;
    if (countOf(other) > countOf(best)) best = other;
  }
  return best;
}

function sequence(reader: Reader, repeat: number): Place[] | undefined {
  const places: Place[] = [];
  while (!reader.atEnd() && reader.peek() !== '|' && reader.peek() !== ')') {
    if (reader.take('^') || reader.take('$')) continue;
    const atom = atomOf(reader, repeat);
    if (atom === undefined) return undefined;
    const count = quantifier(reader, repeat);
    for (let index = 0; index < count; index += 1) places.push(...atom);
  }
  return places;
}

function atomOf(reader: Reader, repeat: number): Place[] | undefined {
  if (reader.take('(')) {
    if (reader.peek() === '?' && !reader.take('?:')) return undefined;
    const group = alternatives(reader, repeat);
    return reader.take(')') ? group : undefined;
  }
  if (reader.take('[')) return classPlace(reader);
  if (reader.take('.')) return [letters + digits];
  if (reader.take('\\')) return escapePlace(reader.next());
  return [reader.next()];
}

function quantifier(reader: Reader, repeat: number): number {
  const bounds = reader.takeMatch(/^\{(\d+)(,?)(\d*)\}/);
  let count = 1;
  if (bounds !== undefined) {
    const least = Number(bounds[1]);
    const most = bounds[3] === '' ? (bounds[2] === ',' ? Infinity : least) : Number(bounds[3]);
    count = Math.max(least, Math.min(most, repeat));
  } else if (reader.take('+')) count = repeat;
  else if (reader.take('*')) count = repeat - 1;
  else if (reader.take('?')) count = repeat > 1 ? 1 : 0;
  reader.take('?');
  return count;
}

const letters = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const printable = `${letters}${letters.toUpperCase()}${digits}-_.`;

const named: Readonly<Record<string, string>> = {
  alpha: letters + letters.toUpperCase(),
  alnum: letters + digits + letters.toUpperCase(),
  digit: digits,
  lower: letters,
  upper: letters.toUpperCase(),
  xdigit: `${digits}abcdef`,
  space: ' ',
  blank: ' ',
  punct: '-_.',
};

const escaped: Readonly<Record<string, string>> = {
  d: digits,
  w: letters + digits,
  s: ' ',
  D: letters,
  S: letters + digits,
  W: '-',
};

function escapePlace(character: string): Place[] | undefined {
  if ('AZmMyY'.includes(character)) return [];
  const place = escaped[character] ?? character;
  return place === '' ? undefined : [place];
}

function classPlace(reader: Reader): Place[] | undefined {
  const negated = reader.take('^');
  let members = '';
  for (let first = true; first || reader.peek() !== ']'; first = false) {
    if (reader.atEnd()) return undefined;
    const word = reader.takeMatch(/^\[:(\w+):\]/);
    members += word === undefined ? classMember(reader) : (named[word[1] ?? ''] ?? '');
  }
  reader.next();
  const place = negated
    ? Array.from(printable)
        .filter((character) => !members.includes(character))
        .join('')
    : members;
  return place === '' ? undefined : [Array.from(new Set(place)).join('')];
}

function classMember(reader: Reader): string {
  const range = reader.takeMatch(/^([^\\\]])-([^\\\]])/s);
  if (range !== undefined) {
    const [low, high] = [range[1]?.codePointAt(0) ?? 0, range[2]?.codePointAt(0) ?? 0];
    const length = Math.min(200, Math.max(0, high - low + 1));
    return String.fromCodePoint(...Array.from({ length }, (_, index) => low + index));
  }
  const character = reader.next();
  if (character !== '\\') return character;
  const next = reader.next();
  return escaped[next] ?? next;
}
