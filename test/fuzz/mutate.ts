import { scanSql } from '../../server/src/sql';
import type { Random } from './random';

/** One way to spoil a statement. */
type Mutation = (statement: string, random: Random, corpus: readonly string[]) => string;

/** A statement of the corpus that one to three mutations have spoiled, most of them so that it no longer parses. */
export function mutatedStatement(corpus: readonly string[], random: Random): string {
  let statement = random.among(corpus);
  for (let times = 1 + random.below(3); times > 0; times--) {
    statement = random.among(mutations)(statement, random, corpus);
  }
  return statement;
}

/** Text that breaks naive readers: quotes and comments that nothing ends, odd characters, other syntaxes. */
const oddities = [
  "'",
  '"',
  '$$',
  '$x$',
  '/*',
  '*/',
  '--',
  '\\',
  '\n',
  '\r\n',
  '\r',
  ';',
  '(',
  ')',
  '[',
  ']',
  ',',
  '.',
  '*',
  ':v',
  '${x}',
  '\0',
  '\u00a0',
  '\u2028',
  'é',
  '😀',
  '\ud83d',
  'ﬀ',
  "E'\\",
  'U&"\\0061"',
  '-- tenantsafe-ignore pg-drop-column: why\n',
  '-- tenantsafe-ignore-file\n',
  'BEGIN;',
  'ROLLBACK;',
  'SAVEPOINT a; ROLLBACK TO a;',
  'CASCADE',
  'IF EXISTS',
  'CONCURRENTLY',
  'NULL',
  '99999999999999999999',
  '\\.\n',
];

const mutations: readonly Mutation[] = [
  function deletesToken(statement, random) {
    return changedTokens(statement, (tokens) => tokens.splice(random.below(tokens.length), 1));
  },
  function repeatsToken(statement, random) {
    return changedTokens(statement, (tokens) => {
      const place = random.below(tokens.length);
      tokens.splice(place, 0, ...tokens.slice(place, place + 1 + random.below(5)));
    });
  },
  function swapsTokens(statement, random) {
    return changedTokens(statement, (tokens) => {
      const [one, other] = [random.below(tokens.length), random.below(tokens.length)];
      [tokens[one], tokens[other]] = [tokens[other] ?? '', tokens[one] ?? ''];
    });
  },
  function takesTokenOfAnother(statement, random, corpus) {
    const other = scanSql(random.among(corpus)).map(({ text }) => text);
    return changedTokens(statement, (tokens) => {
      tokens[random.below(tokens.length)] = other[random.below(other.length)] ?? '';
    });
  },
  function isCutShort(statement, random) {
    return statement.slice(0, random.below(statement.length + 1));
  },
  function losesItsStart(statement, random) {
    return statement.slice(random.below(statement.length + 1));
  },
  function holdsAnOddity(statement, random) {
    const place = random.below(statement.length + 1);
    return statement.slice(0, place) + random.among(oddities) + statement.slice(place);
  },
  function standsInABlock(statement) {
    return `DO $do$ BEGIN ${statement}; END $do$`;
  },
  function isExecuted(statement) {
    return `DO $do$ BEGIN EXECUTE '${statement.replaceAll("'", "''")}'; END $do$`;
  },
  function nestsDeeply(statement, random) {
    const depth = 1 + random.below(300);
    return changedTokens(statement, (tokens) => {
      const place = random.below(tokens.length);
      tokens[place] = `${'('.repeat(depth)}${tokens[place] ?? ''}${')'.repeat(depth)}`;
    });
  },
  function goesOnWithAnother(statement, random, corpus) {
    return statement.slice(0, random.below(statement.length + 1)) + random.among(corpus);
  },
];

function changedTokens(statement: string, change: (tokens: string[]) => void): string {
  const tokens = scanSql(statement).map(({ text }) => text);
  if (tokens.length > 0) change(tokens);
  return tokens.join(' ');
}
