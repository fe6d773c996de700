import { parseSqlFile, type EarlierStatements, type SqlFile, type Statement } from '../sql';
import { isTooLarge, largestParsedFile } from './fileSize';

/** Parses files, and remembers those of the present and the last look at a workspace. */
export interface RememberingParser {
  parse(sql: string): SqlFile;
  /** Called before each new look at a workspace: files that two looks in a row did not ask for are forgotten. */
  startNewLook(): void;
}

/**
 * An edit changes one file of many, so that all others are parsed once however often the workspace is looked at, and one
 * statement of many, so that the others keep their trees. That is sound because a text alone decides how it parses.
 */
export function createRememberingParser(): RememberingParser {
  const files = createGenerations<SqlFile>();
  const statements = createGenerations<readonly Statement[]>();
  return {
    parse(sql) {
      const known = files.get(sql);
      if (known !== undefined) return known;
      const file = parseBounded(sql, (text) => statements.get(text) ?? []);
      files.set(sql, file);
      for (const [text, ofText] of byText(file.statements)) {
        statements.set(text, withThoseBefore(ofText, statements.get(text) ?? []));
      }
      return file;
    },
    startNewLook() {
      files.startNext();
      statements.startNext();
    },
  };
}

/** Values by text, kept as long as each generation or the one after it asks for them. */
interface Generations<Value> {
  get(text: string): Value | undefined;
  set(text: string, value: Value): void;
  startNext(): void;
}

function createGenerations<Value>(): Generations<Value> {
  let previous = new Map<string, Value>();
  let present = new Map<string, Value>();
  return {
    get(text) {
      const value = present.get(text) ?? previous.get(text);
      if (value !== undefined) present.set(text, value);
      return value;
    },
    set(text, value) {
      present.set(text, value);
    },
    startNext() {
      previous = present;
      present = new Map();
    },
  };
}

/** A text such as `COMMIT` may stand in a file more than once. */
function byText(statements: readonly Statement[]): ReadonlyMap<string, readonly Statement[]> {
  const found = new Map<string, Statement[]>();
  for (const statement of statements) {
    const ofText = found.get(statement.text);
    if (ofText === undefined) found.set(statement.text, [statement]);
    else ofText.push(statement);
  }
  return found;
}

/** Who takes an edit back finds each statement where it stood before. */
function withThoseBefore(present: readonly Statement[], before: readonly Statement[]): readonly Statement[] {
  const known = new Set(present);
  return [...present, ...before.filter((statement) => !known.has(statement)).slice(0, present.length)];
}

/** A file above the limit counts as one statement that nobody understands, so that what follows it stays honest. */
function parseBounded(sql: string, earlier: EarlierStatements): SqlFile {
  if (!isTooLarge(sql)) return parseSqlFile(sql, earlier);
  const { source, statements, ...nothing } = parseSqlFile('');
  const message = `the file is larger than ${largestParsedFile / 1024 / 1024} MB and was not read`;
  const span = { start: 0, end: 0 };
  const unread = { index: 0, span, range: source.rangeOf(span), text: '', tree: undefined };
  return { ...nothing, source, statements: [...statements, { ...unread, error: { message, offset: 0 } }] };
}
