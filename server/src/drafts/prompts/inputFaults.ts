import { nameOf, quoted, quotedName, spokenName, type Table } from '../../catalog';
import { closest } from '../../project';
import { nodeAs, parsePostgres } from '../../sql';
import { choicesFor } from './choices';
import { choosableTables, columnNamed, listItems, readName, tableNamed, type ListItem } from './names';
import type { InputValues } from './placeholders';
import type { PromptInput, PromptSnippet } from './snippet';
import type { Surroundings } from './surroundings';
import { nameOfNewColumn, writtenValue } from './values';

/** Something in what a person asks for that does not hold, in a block or in a form. */
export interface InputFault {
  readonly key: string;
  /** An `error` keeps the prompt from being made; a `warning` may be something that the history does not show. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The part of the value; undefined where it is about the key, or about an input that is missing. */
  readonly part: ListItem | undefined;
  /** What stands there instead, where something near is known. */
  readonly instead: string | undefined;
}

/** What does not hold in the values of a snippet's inputs. */
export function inputFaults(
  snippet: PromptSnippet,
  given: InputValues,
  surroundings: Surroundings,
): readonly InputFault[] {
  const keys = snippet.inputs.map(({ key }) => key);
  return [
    ...[...given.keys()].filter((key) => !keys.includes(key)).map((key) => unknownKey(key, keys, given)),
    ...snippet.inputs.flatMap((input) => faultsOf(input, given, surroundings)),
  ];
}

function unknownKey(key: string, keys: readonly string[], given: InputValues): InputFault {
  const free = keys.filter((known) => !given.has(known));
  const near = closest(key, free) ?? closest(key, keys);
  const remedy = near === undefined ? `this snippet takes ${keys.join(', ')}` : `did you mean \`${near}\`?`;
  return {
    key,
    severity: 'error',
    message: `unknown input \`${key}\`: ${remedy}`,
    part: undefined,
    instead: near,
  };
}

function faultsOf(input: PromptInput, given: InputValues, surroundings: Surroundings): readonly InputFault[] {
  const value = writtenValue(input, given);
  if (value === '') return missing(input);
  const items = input.many ? listItems(value) : [{ text: value, start: 0 }];
  return items.flatMap((item) => {
    const complaint = complaintAbout(item.text, input, given, surroundings);
    return complaint === undefined ? [] : [{ key: input.key, part: item, ...complaint }];
  });
}

function missing({ key, title, required, default: initial }: PromptInput): readonly InputFault[] {
  if (!required || initial !== '') return [];
  const message = `\`${key}\` is missing (${title}): add \`${key}: …\``;
  return [{ key, severity: 'error', message, part: undefined, instead: undefined }];
}

type Complaint = Pick<InputFault, 'severity' | 'message' | 'instead'>;

function complaintAbout(
  text: string,
  input: PromptInput,
  given: InputValues,
  surroundings: Surroundings,
): Complaint | undefined {
  const { catalog } = surroundings;
  const table = tableNamed(given.get(input.of) ?? '', catalog);
  switch (input.completes) {
    case 'table':
      return tableNamed(text, catalog) === undefined ? unknownTable(text, surroundings) : undefined;
    case 'column':
      return table === undefined ? undefined : unknownColumn(text, table);
    case 'newColumn':
      return newColumnComplaint(text, table);
    case 'type':
      return isType(text)
        ? undefined
        : {
            severity: 'error',
            message: `\`${text}\` is no type: write it as in CREATE TABLE`,
            instead: undefined,
          };
    case 'constraint':
    case 'role':
    case 'migration':
    case 'choice':
      return notAmong(text, input, given, surroundings);
    case 'text':
      return undefined;
  }
}

function unknownTable(text: string, { catalog }: Surroundings): Complaint {
  if (readName(text) === undefined) {
    return {
      severity: 'error',
      message: `\`${text}\` is no name of a table: write one, with its schema where need be`,
      instead: undefined,
    };
  }
  const near = closest(
    text,
    choosableTables(catalog).map((table) => quotedName(nameOf(table))),
  );
  const remedy = near === undefined ? 'no migration before this one makes it' : `did you mean \`${near}\`?`;
  return { severity: 'warning', message: `unknown table \`${text}\`: ${remedy}`, instead: near };
}

/** An index may be asked for over an expression, which is no column's name. */
function unknownColumn(text: string, table: Table): Complaint | undefined {
  if (readName(text) === undefined || columnNamed(text, table) !== undefined) return undefined;
  const near = closest(
    text,
    table.columns.map(({ name }) => quoted(name)),
  );
  const remedy =
    near === undefined
      ? `the table has ${table.columns.map(({ name }) => name).join(', ')}`
      : `did you mean \`${near}\`?`;
  return {
    severity: 'warning',
    message: `${spokenName(nameOf(table))} has no column \`${text}\`: ${remedy}`,
    instead: near,
  };
}

function newColumnComplaint(text: string, table: Table | undefined): Complaint | undefined {
  const name = nameOfNewColumn(text);
  const type = text.slice(name.length).trim();
  if (readName(name) === undefined || type === '' || !isType(type)) {
    return {
      severity: 'error',
      message: `\`${text}\` is no new column: write its name and its type, as in CREATE TABLE`,
      instead: undefined,
    };
  }
  if (table === undefined || columnNamed(name, table) === undefined) return undefined;
  return {
    severity: 'warning',
    message: `${spokenName(nameOf(table))} has a column \`${name}\` already: choose another name`,
    instead: undefined,
  };
}

function notAmong(
  text: string,
  input: PromptInput,
  given: InputValues,
  surroundings: Surroundings,
): Complaint | undefined {
  const choices = choicesFor(input, given, surroundings).map(({ value }) => value);
  if (choices.length === 0 || choices.includes(text)) return undefined;
  // A version that is written nearly the same is another migration.
  const near = input.completes === 'migration' ? undefined : closest(text, choices);
  const remedy =
    near !== undefined
      ? `did you mean \`${near}\`?`
      : `write ${choices.slice(0, 8).join(', ')}${choices.length > 8 ? ' or another' : ''}`;
  return {
    severity: input.completes === 'choice' ? 'error' : 'warning',
    message: `\`${input.key}\` cannot be \`${text}\`: ${remedy}`,
    instead: near,
  };
}

/** Asked of PostgreSQL's own parser; which types there are is the server's business. */
function isType(text: string): boolean {
  const { tree } = parsePostgres(`CREATE TABLE a_table (a_column ${text})`);
  const elements = nodeAs(tree, 'CreateStmt')?.tableElts ?? [];
  const column = nodeAs(elements[0], 'ColumnDef');
  return elements.length === 1 && column?.typeName !== undefined && column.constraints === undefined;
}
