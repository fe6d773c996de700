import { tokensOf, type SqlToken, type Statement } from '../../sql';
import type { Edit, Finding, ReviewedMigration, Rule } from '../model';
import { quoted } from '../../catalog';

/** The server cuts names off after 63 bytes, with no more than a notice. */
export const pgIdentifierTooLong: Rule = {
  id: 'pg-identifier-too-long',
  category: 'compatibility',
  severity: 'warning',
  summary:
    'A name of more than 63 bytes, of which the server keeps the first 63 and says so only in a notice',
  *check(migration) {
    const reported = new Set<string>();
    for (const { statement } of migration.statements) {
      for (const { name, token } of longNames(statement)) {
        if (reported.has(name)) continue;
        reported.add(name);
        yield findingFor(name, token, migration);
      }
    }
  },
};

/** NAMEDATALEN of a server as it is distributed, less the byte that ends the text. */
const mostBytes = 63;

interface LongName {
  readonly name: string;
  readonly token: SqlToken;
}

function findingFor(name: string, token: SqlToken, migration: ReviewedMigration): Finding {
  const kept = cutOff(name);
  return {
    what: `This name has ${bytesOf(name)} bytes, and the server keeps ${mostBytes} of them: ${kept}.`,
    who: 'Whoever looks for the whole name in the catalogs does not find it, and another name with the same beginning is taken for the same one, which IF NOT EXISTS passes over in silence.',
    remedy: `Choose a name of at most ${mostBytes} bytes.`,
    span: { start: token.start, end: token.end },
    relations: [],
    fixes: [
      {
        title: `Write the name that the server keeps`,
        preferred: true,
        edits: everywhere(name, kept, migration),
      },
    ],
  };
}

function everywhere(name: string, kept: string, { statements, script }: ReviewedMigration): readonly Edit[] {
  return statements.flatMap(({ statement }) =>
    longNames(statement)
      .filter((other) => other.name === name)
      .map(({ token }) => ({
        path: script.path,
        span: { start: token.start, end: token.end },
        newText: token.text.startsWith('"') ? `"${kept.replaceAll('"', '""')}"` : quoted(kept),
      })),
  );
}

/** Names as the server understands them: folded, or without their quotes. */
function longNames(statement: Statement): readonly LongName[] {
  // Most statements are short words through and through.
  if (!/[^\s'"]{64}|"[^"]{64}/u.test(statement.text) && bytesOf(statement.text) === statement.text.length)
    return [];
  return tokensOf(statement).flatMap((token) => {
    const name = nameIn(token.text);
    return name !== undefined && bytesOf(name) > mostBytes ? [{ name, token }] : [];
  });
}

/** An identifier or a quoted identifier by the scanner's rules (manual, section "Lexical Structure"). */
function nameIn(text: string): string | undefined {
  if (text.startsWith('"')) return text.slice(1, -1).replaceAll('""', '"');
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(text) ? text.toLowerCase() : undefined;
}

/** Whole characters only, as the server cuts. */
function cutOff(name: string): string {
  let kept = '';
  for (const character of name) {
    if (bytesOf(kept + character) > mostBytes) break;
    kept += character;
  }
  return kept;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
