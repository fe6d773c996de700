import { parseSqlFile, type SqlFile } from '../sql';
import { isTooLarge, largestParsedFile } from './fileSize';

/** Parses files, and remembers those of the present and the last look at a workspace. */
export interface RememberingParser {
  parse(sql: string): SqlFile;
  /** Called before each new look at a workspace: files that two looks in a row did not ask for are forgotten. */
  startNewLook(): void;
}

/** An edit changes one file of many, so that all others are parsed once however often the workspace is looked at. */
export function createRememberingParser(): RememberingParser {
  let previous = new Map<string, SqlFile>();
  let present = new Map<string, SqlFile>();
  return {
    parse(sql) {
      const file = present.get(sql) ?? previous.get(sql) ?? parseBounded(sql);
      present.set(sql, file);
      return file;
    },
    startNewLook() {
      previous = present;
      present = new Map();
    },
  };
}

/** A file above the limit counts as one statement that nobody understands, so that what follows it stays honest. */
function parseBounded(sql: string): SqlFile {
  if (!isTooLarge(sql)) return parseSqlFile(sql);
  const { source, statements, ...nothing } = parseSqlFile('');
  const message = `the file is larger than ${largestParsedFile / 1024 / 1024} MB and was not read`;
  const span = { start: 0, end: 0 };
  const unread = { index: 0, span, range: source.rangeOf(span), text: '', tree: undefined };
  return { ...nothing, source, statements: [...statements, { ...unread, error: { message, offset: 0 } }] };
}
