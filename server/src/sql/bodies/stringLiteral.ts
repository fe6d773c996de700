import type { Span } from '../source';
import { fromPlaces, slice, type MappedText } from './mappedText';

/**
 * What a string constant stands for: `$tag$…$tag$`, `'…'` with doubled quotes, `E'…'` with backslash escapes, and
 * constants that go on after a line break (manual, section 4.1.2). Undefined for other forms, such as `U&'…'`.
 */
export function readStringLiteral(source: MappedText, token: Span): MappedText | undefined {
  const written = source.text.slice(token.start, token.end);
  const tag = /^\$[^$]*\$/.exec(written)?.[0];
  if (tag !== undefined) {
    return slice(source, { start: token.start + tag.length, end: token.end - tag.length });
  }
  const opening = /^(e?)'/i.exec(written);
  if (opening === null) return undefined;
  return readQuoted(source, token, opening[1] === '' ? 'standard' : 'backslash');
}

/** From one pair of quotes to the next: at least one line break and nothing but space and comments. */
const continuation = /^'(?:[^\S\n]|--[^\n]*)*\n(?:\s|--[^\n]*\n)*'/;

interface Character {
  readonly value: string;
  /** How many UTF-16 units of the source stand for it. */
  readonly width: number;
}

function readQuoted(source: MappedText, token: Span, escapes: 'standard' | 'backslash'): MappedText {
  let text = '';
  const places: Span[] = [];
  let offset = source.text.indexOf("'", token.start) + 1;
  while (offset < token.end) {
    const rest = source.text.slice(offset, token.end);
    const gap = continuation.exec(rest)?.[0];
    if (gap !== undefined) {
      offset += gap.length;
      continue;
    }
    const character = characterAt(rest, escapes);
    if (character === undefined) break;
    const { value, width } = character;
    const place = {
      start: source.placeOf(offset).start,
      end: source.placeOf(offset + width - 1).end,
    };
    for (const unit of value.split('')) {
      text += unit;
      places.push(place);
    }
    offset += width;
  }
  return fromPlaces(text, places);
}

/** The character that the source stands for here; undefined at the closing quote. */
function characterAt(rest: string, escapes: 'standard' | 'backslash'): Character | undefined {
  if (rest.startsWith("''")) return { value: "'", width: 2 };
  if (rest.startsWith("'")) return undefined;
  if (escapes === 'backslash' && rest.startsWith('\\')) return escaped(rest);
  return { value: rest.charAt(0), width: 1 };
}

const controls: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function escaped(rest: string): Character {
  const numeric =
    /^\\(?:x(?<hex>[0-9a-f]{1,2})|u(?<short>[0-9a-f]{4})|U(?<long>[0-9a-f]{8})|(?<octal>[0-7]{1,3}))/i.exec(
      rest,
    );
  if (numeric !== null) {
    const { hex, short, long, octal } = numeric.groups ?? {};
    const code =
      octal === undefined ? Number.parseInt(hex ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8);
    return { value: code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd', width: numeric[0].length };
  }
  const letter = rest.charAt(1);
  return { value: controls[letter] ?? letter, width: Math.min(2, rest.length) };
}
