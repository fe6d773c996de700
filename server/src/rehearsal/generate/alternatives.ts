import { escapeLiteral } from 'pg';
import { numericSize, textLimit } from './baseValues';
import type { Clues } from './clues';
import type { Column, DataType } from './model';
import { countOf, spelled, spelledSql, spellings } from './patterns';
import { elementAt, hashBelow, hashOf } from './rowSql';
import { numberOf, type UniqueScope, type UniqueValue, type ValueContext } from './valueContext';
import { typicalValue, uniqueValue } from './values';

/**
 * SQL expressions for a column's value that may satisfy its checks, best first: the ordinary value, then values made
 * from what the checks compare the column with. Which of them really satisfy is for the server to say.
 */
export function valueAlternatives(column: Column, context: ValueContext, clues: Clues): readonly string[] {
  const { type } = column;
  const ordinary = typicalValue(type, context);
  return [
    ...(ordinary === undefined ? [] : [ordinary]),
    ...reshaped(type, ordinary, clues),
    ...rangesBetween(type, context, clues),
    ...patternValues(type, clues, hashOf(context.purpose)).map((value) => value.sql),
    ...picks(type, context, clues),
    ...elementPicks(type, clues),
  ];
}

/** The same for a column that has to tell rows apart. */
export function uniqueAlternatives(
  column: Column,
  context: ValueContext,
  clues: Clues,
  scope: UniqueScope,
): readonly UniqueValue[] {
  const value = uniqueValue(column.type, context, scope);
  const number = numberOf(context, scope);
  const divisor = scope === 'tenant' ? 1 : context.modulus;
  const plain = value === undefined ? [] : [value];
  return [
    ...plain,
    ...plain.flatMap(({ sql, capacity }) =>
      reshaped(column.type, sql, clues).map((each) => ({ sql: each, capacity })),
    ),
    ...patternValues(column.type, clues, number).map(({ sql, count }) => ({
      sql,
      capacity: Math.floor((count - 1) / divisor) - 1,
    })),
    ...offsets(column.type, value, clues),
  ];
}

/** The value in lower case, in upper case, and cut or filled to the lengths that the checks name. */
function reshaped(type: DataType, sql: string | undefined, clues: Clues): readonly string[] {
  if (sql === undefined || type.kind !== 'base' || textLimit(type) === undefined) return [];
  const cased = [`lower(${sql})`, `upper(${sql})`, `replace(${sql}, '-', '_')`, `initcap(${sql})`];
  const lengths = [...new Set(clues.lengths)].filter((length) => length > 0 && length < 5000);
  const sized = lengths.flatMap((length) => [
    `left(${sql}, ${length})`,
    `rpad(${sql}, ${length}, 'x')`,
    `left(${sql}, ${length - 1})`,
    `rpad(${sql}, ${length + 1}, 'x')`,
  ]);
  return [...cased, ...sized].map((each) => `(${each})::${type.sql}`);
}

/** A value between two constants, both included. */
function rangesBetween(type: DataType, context: ValueContext, clues: Clues): readonly string[] {
  if (type.kind !== 'base') return [];
  const between = intervals[type.name];
  if (between === undefined) return [];
  const isTime = timeTypes.has(type.name);
  const constants = [...new Set(clues.constants)].filter((text) =>
    isTime ? !Number.isNaN(Date.parse(text)) : /^-?\d+(\.\d+)?$/.test(text),
  );
  const sorted = constants.sort((a, b) => (isTime ? Date.parse(a) - Date.parse(b) : Number(a) - Number(b)));
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  const pairs = sorted.slice(1).map((high, index) => [sorted[index] ?? high, high] as const);
  const all = first === last ? [] : [[first, last] as const];
  return [...all, ...(pairs.length > 1 ? pairs : [])].map(
    ([low, high]) =>
      `(${between(escapeLiteral(low), escapeLiteral(high), context.purpose, numericSize(type)?.scale ?? 2)})::${type.sql}`,
  );
}

const timeTypes = new Set(['date', 'timestamp', 'timestamptz']);

type Between = (low: string, high: string, purpose: string, scale: number) => string;

const wholeBetween: Between = (low, high, purpose) =>
  `${low}::numeric + ${hashBelow(purpose, `(${high}::numeric - ${low}::numeric + 1)`)}`;
const fractionBetween: Between = (low, high, purpose, scale) =>
  `round(${low}::numeric + (${high}::numeric - ${low}::numeric) * ${hashBelow(purpose, 1000)} / 1000, ${Math.max(0, scale)})`;
const timeBetween: Between = (low, high, purpose) =>
  `${low}::timestamptz + (${high}::timestamptz - ${low}::timestamptz) * (${hashBelow(purpose, 100_000)} / 100000.0)`;

const intervals: Readonly<Record<string, Between>> = {
  int2: wholeBetween,
  int4: wholeBetween,
  int8: wholeBetween,
  numeric: fractionBetween,
  float4: fractionBetween,
  float8: fractionBetween,
  date: (low, high, purpose) =>
    `${low}::date + ${hashBelow(purpose, `greatest(1, ${high}::date - ${low}::date)`)}::int`,
  timestamp: (low, high, purpose) =>
    `${low}::timestamp + (${high}::timestamp - ${low}::timestamp) * (${hashBelow(purpose, 100_000)} / 100000.0)`,
  timestamptz: timeBetween,
};

function patternValues(
  type: DataType,
  clues: Clues,
  number: string,
): readonly { readonly sql: string; readonly count: number }[] {
  if (type.kind !== 'base' || textLimit(type) === undefined) return [];
  return clues.patterns
    .flatMap((pattern) => spellings(pattern))
    .map((places) => ({ sql: `${spelledSql(places, number)}::${type.sql}`, count: countOf(places) }));
}

/** One of the constants that the checks name. */
function picks(type: DataType, context: ValueContext, clues: Clues): readonly string[] {
  if (type.kind !== 'base' || textLimit(type) === undefined || clues.constants.length === 0) return [];
  const constants = [...new Set(clues.constants)];
  return [elementAt(constants.map(escapeLiteral), type.sql, hashBelow(context.purpose, constants.length))];
}

/** An array of one or all of the constants that the checks name. */
function elementPicks(type: DataType, clues: Clues): readonly string[] {
  if (type.kind !== 'array') return [];
  const constants = [...new Set(clues.constants)].map(escapeLiteral);
  return [...constants.slice(0, 8), constants.join(', ')]
    .filter((elements) => elements !== '')
    .map((elements) => `ARRAY[${elements}]::${type.sql}`);
}

/** A number moved past the constants that it is compared with. */
function offsets(type: DataType, value: UniqueValue | undefined, clues: Clues): readonly UniqueValue[] {
  if (
    value === undefined ||
    type.kind !== 'base' ||
    !['int2', 'int4', 'int8', 'numeric'].includes(type.name)
  ) {
    return [];
  }
  const numbers = [...new Set(clues.constants)].filter((text) => /^-?\d+$/.test(text)).map(Number);
  return numbers.map((number) => ({
    sql: `(${value.sql} + ${number})::${type.sql}`,
    capacity: type.name === 'int2' ? Math.max(0, value.capacity - number) : value.capacity,
  }));
}

/** Literals worth trying in a column whose value depends on other columns. */
export function literalPool(column: Column, clues: Clues): readonly (string | null)[] {
  const { type } = column;
  const near = clues.constants.flatMap((constant) => [constant, ...neighbours(constant)]);
  const matching = clues.patterns.flatMap((pattern) =>
    spellings(pattern).flatMap((places) =>
      [0, 1, 12_345].map((number) => spelled(places, number % countOf(places))),
    ),
  );
  const like = clues.likes.map((pattern) => pattern.replaceAll('%', 'x').replaceAll('_', 'x'));
  const sized = clues.lengths
    .flatMap((length) => [length - 1, length, length + 1])
    .filter((length) => length >= 0 && length < 2000)
    .map((length) => 'x'.repeat(length));
  const wrapped =
    type.kind === 'array' ? clues.constants.map((constant) => `{${JSON.stringify(constant)}}`) : [];
  const own = [...wrapped, ...like, ...matching, ...sized, ...literalsOf(type), ...near];
  const json = type.kind === 'base' && type.name.startsWith('json') ? jsonLiterals(clues) : [];
  return [...(column.notNull ? [] : [null]), ...new Set([...clues.constants, ...json, ...own])];
}

function neighbours(constant: string): readonly string[] {
  if (/^-?\d+$/.test(constant) && Number.isSafeInteger(Number(constant))) {
    return [String(Number(constant) + 1), String(Number(constant) - 1)];
  }
  if (/^-?\d*\.\d+$/.test(constant)) return [String(Number(constant) + 1), String(Number(constant) - 1)];
  if (/^\d{4}-\d\d-\d\d/.test(constant)) {
    return [1, -1].map((days) => new Date(Date.parse(constant) + days * 86_400_000).toISOString());
  }
  return [];
}

function jsonLiterals(clues: Clues): readonly string[] {
  const keys = [...new Set(clues.constants)];
  return ['{}', '[]', '"x"', '1', 'true', 'null', '["x"]', '{"a": 1}'].concat(
    keys.flatMap((key) => [
      JSON.stringify({ [key]: 'x' }),
      JSON.stringify({ [key]: 1 }),
      JSON.stringify({ [key]: {} }),
    ]),
    JSON.stringify(Object.fromEntries(keys.map((key) => [key, 'x']))),
  );
}

function literalsOf(type: DataType): readonly string[] {
  switch (type.kind) {
    case 'enum':
      return type.labels;
    case 'array':
      return [
        '{}',
        ...literalsOf(type.element)
          .slice(0, 2)
          .map((each) => `{${JSON.stringify(each)}}`),
      ];
    case 'range':
    case 'multirange':
    case 'composite':
      return [];
    case 'base':
      return (
        baseLiterals[type.name] ??
        (textLimit(type) === undefined ? ['0', '1', '{}', 'a'] : ['x', 'abc', 'a1', ''])
      );
  }
}

const wholeNumbers = ['1', '2', '10', '0', '5', '100', '11', '-1', '1000'];
const moments = ['2024-01-01', '2024-01-02', '2024-02-01', '2025-01-01', '2023-01-01'];

const baseLiterals: Readonly<Record<string, readonly string[]>> = {
  int2: wholeNumbers,
  int4: wholeNumbers,
  int8: wholeNumbers,
  numeric: [...wholeNumbers, '0.5', '9.99'],
  float4: [...wholeNumbers, '0.5'],
  float8: [...wholeNumbers, '0.5'],
  money: wholeNumbers,
  bool: ['true', 'false'],
  date: moments,
  timestamp: moments,
  timestamptz: moments,
  time: ['09:00', '17:00', '00:00'],
  timetz: ['09:00+00', '17:00+00'],
  interval: ['1 day', '1 hour', '0', '30 days'],
  uuid: ['00000000-0000-4000-8000-000000000001'],
  inet: ['10.0.0.1', '::1'],
  cidr: ['10.0.0.0/8'],
};
