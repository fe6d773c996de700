import type { BaseType } from './model';
import { uuidPrefix } from './canary';
import { elementAt, hashBelow, rowNumber, seedOf, tenantOrdinal, tenantToken } from './rowSql';
import { textValue, uniqueText } from './textValues';
import { numberOf, type UniqueScope, type UniqueValue, type ValueContext } from './valueContext';

/** SQL of an ordinary value of a type that PostgreSQL or one of its extensions ships. */
export function baseValue(type: BaseType, context: ValueContext): string | undefined {
  const text = textLimit(type);
  if (text !== undefined) return textValue(context, text.limit);
  return ordinary[type.name]?.(context, type) ?? uniqueBaseValue(type, context, 'all')?.sql;
}

/** SQL of a value that no other row has. */
export function uniqueBaseValue(
  type: BaseType,
  context: ValueContext,
  scope: UniqueScope,
): UniqueValue | undefined {
  const text = textLimit(type);
  if (text !== undefined) return uniqueText(context, text.limit, scope);
  const make = unique[type.name];
  if (make === undefined) return undefined;
  const { sql, highest } = make(numberOf(context, scope), type, context);
  return { sql, capacity: Math.floor(highest / (scope === 'tenant' ? 1 : context.modulus)) - 1 };
}

/** The longest text that fits, in characters; undefined where the type is no text. */
export function textLimit(type: BaseType): { readonly limit: number | undefined } | undefined {
  switch (type.name) {
    case 'text':
    case 'citext':
      return { limit: undefined };
    case 'varchar':
      return { limit: type.modifier < 0 ? undefined : type.modifier - 4 };
    case 'bpchar':
      return { limit: type.modifier < 0 ? undefined : type.modifier - 4 };
    case 'name':
      return { limit: 63 };
    case 'char':
      return { limit: 1 };
    default:
      return undefined;
  }
}

/** Precision and scale of a numeric; undefined where it has none. */
export function numericSize(
  type: BaseType,
): { readonly precision: number; readonly scale: number } | undefined {
  if (type.name !== 'numeric' || type.modifier < 0) return undefined;
  const packed = type.modifier - 4;
  // The scale is an 11-bit signed number since PostgreSQL 15.
  const scale = ((packed & 0x7ff) ^ 1024) - 1024;
  return { precision: (packed >> 16) & 0xffff, scale };
}

type Ordinary = (context: ValueContext, type: BaseType) => string;

const seconds = (context: ValueContext): string => hashBelow(context.purpose, 2 * 365 * 86_400);

/** Values that may repeat; types that are not here take a unique value. */
const ordinary: Readonly<Record<string, Ordinary>> = {
  int2: (context) => `1 + ${hashBelow(context.purpose, 100)}`,
  int4: (context) => `1 + ${hashBelow(context.purpose, 1000)}`,
  int8: (context) => `1 + ${hashBelow(context.purpose, 1000)}`,
  float4: (context) => `${hashBelow(context.purpose, 100_000)} / 100.0`,
  float8: (context) => `${hashBelow(context.purpose, 100_000)} / 100.0`,
  numeric: ordinaryNumeric,
  money: (context) => `(${hashBelow(context.purpose, 1_000_000)} / 100.0)::numeric`,
  bool: (context) => `${hashBelow(context.purpose, 2)} = 0`,
  date: (context) => `date '2023-01-01' + ${hashBelow(context.purpose, 730)}::int`,
  timestamp: (context) => `timestamp '2023-01-01' + ${seconds(context)} * interval '1 second'`,
  timestamptz: (context) => `timestamptz '2023-01-01 00:00+00' + ${seconds(context)} * interval '1 second'`,
  time: (context) => `time '00:00' + ${hashBelow(context.purpose, 86_400)} * interval '1 second'`,
  timetz: (context) => `timetz '00:00+00' + ${hashBelow(context.purpose, 86_400)} * interval '1 second'`,
  interval: (context) => `(1 + ${hashBelow(context.purpose, 1000)}) * interval '1 minute'`,
  json: (context) => jsonValue(context),
  jsonb: (context) => jsonValue(context),
  regclass: () => `'pg_catalog.pg_class'::regclass`,
  regtype: () => `'pg_catalog.int4'::regtype`,
  regproc: () => `'pg_catalog.now'::regproc`,
  regprocedure: () => `'pg_catalog.now()'::regprocedure`,
  regrole: () => `current_user::regrole`,
  regnamespace: () => `'pg_catalog'::regnamespace`,
  regcollation: () => `'pg_catalog."C"'::regcollation`,
  regconfig: () => `'pg_catalog.simple'::regconfig`,
  regdictionary: () => `'pg_catalog.simple'::regdictionary`,
  tsquery: (context) => `plainto_tsquery('pg_catalog.simple', ${textValue(context, undefined)})`,
  jsonpath: (context) => elementAt(["'$.a'", "'$.b[*]'"], 'jsonpath', hashBelow(context.purpose, 2)),
  box: (context) => `box(point(0, 0), point(1 + ${hashBelow(context.purpose, 100)}, ${tenantOrdinal}))`,
};

function ordinaryNumeric(context: ValueContext, type: BaseType): string {
  const size = numericSize(type);
  if (size === undefined) return `${hashBelow(context.purpose, 100_000)} / 100.0`;
  const digits = Math.min(size.precision, Math.max(0, size.scale) + 3);
  return `${hashBelow(context.purpose, 10 ** digits)} * 1e${-size.scale}::numeric`;
}

function jsonValue(context: ValueContext): string {
  return `jsonb_build_object('note', ${textValue(context, undefined)}, 'number', ${rowNumber}, 'on', ${hashBelow(context.purpose, 2)} = 0, 'tags', jsonb_build_array('a', ${tenantToken}))`;
}

/** From a number that tells rows apart to a value that does, with the highest number that fits. */
type Unique = (
  number: string,
  type: BaseType,
  context: ValueContext,
) => { readonly sql: string; readonly highest: number };

const huge = 2 ** 52;

const unique: Readonly<Record<string, Unique>> = {
  int2: (number) => ({ sql: number, highest: 32_767 }),
  int4: (number) => ({ sql: number, highest: 2 ** 31 - 1 }),
  int8: (number) => ({ sql: number, highest: huge }),
  oid: (number) => ({ sql: `(20000 + ${number})`, highest: 2 ** 31 }),
  xid: (number) => ({ sql: `(${number})::text::xid`, highest: 2 ** 31 }),
  xid8: (number) => ({ sql: `(${number})::text::xid8`, highest: huge }),
  float4: (number) => ({ sql: number, highest: 2 ** 24 }),
  float8: (number) => ({ sql: number, highest: huge }),
  numeric: uniqueNumeric,
  money: (number) => ({ sql: `(${number})::numeric / 100`, highest: huge }),
  date: (number) => ({ sql: `date '2024-01-01' + (${number})::int`, highest: 1_000_000 }),
  timestamp: (number) => ({
    sql: `timestamp '2024-01-01' + (${number}) * interval '1 second'`,
    highest: huge,
  }),
  timestamptz: (number) => ({
    sql: `timestamptz '2024-01-01 00:00+00' + (${number}) * interval '1 second'`,
    highest: 2 ** 40,
  }),
  time: (number) => ({
    sql: `time '00:00' + (${number}) * interval '1 microsecond'`,
    highest: 86_400_000_000,
  }),
  interval: (number) => ({ sql: `(${number}) * interval '1 minute'`, highest: 2 ** 31 }),
  uuid: (_number, _type, context) => ({
    sql: `'${uuidPrefix}' || lpad(${tenantOrdinal}::text, 4, '0') || '-${uuidSalt(context)}-' || lpad(to_hex(${rowNumber}), 12, '0')`,
    highest: huge,
  }),
  bytea: (_number, _type, context) => ({
    sql: `convert_to(${uniqueText(context, undefined, 'all').sql}, 'UTF8')`,
    highest: huge,
  }),
  json: (number, _type, context) => uniqueJson(number, context),
  jsonb: (number, _type, context) => uniqueJson(number, context),
  xml: (_number, _type, context) => ({
    sql: `xmlparse(CONTENT '<note>' || ${uniqueText(context, undefined, 'all').sql} || '</note>')`,
    highest: huge,
  }),
  inet: (number) => ({ sql: `inet '10.0.0.1' + ${number}`, highest: 2 ** 31 }),
  cidr: (number) => ({ sql: `set_masklen(inet '10.0.0.1' + ${number}, 32)`, highest: 2 ** 31 }),
  macaddr: (number) => ({ sql: `lpad(to_hex(${number}), 12, '0')`, highest: 2 ** 47 }),
  macaddr8: (number) => ({ sql: `lpad(to_hex(${number}), 16, '0')`, highest: huge }),
  bit: uniqueBits,
  varbit: uniqueBits,
  tsvector: (_number, _type, context) => ({
    sql: `to_tsvector('pg_catalog.simple', ${uniqueText(context, undefined, 'all').sql})`,
    highest: huge,
  }),
  pg_lsn: (number) => ({ sql: `pg_lsn '0/0' + (${number})::numeric`, highest: huge }),
  tid: (number) => ({ sql: `'(' || (${number}) || ',1)'`, highest: 2 ** 31 }),
  point: (number) => ({ sql: `point(${number}, ${tenantOrdinal})`, highest: huge }),
  line: (number) => ({ sql: `line(point(0, ${number}), point(1, ${number}))`, highest: huge }),
  lseg: (number) => ({ sql: `lseg(point(0, 0), point(${number}, ${tenantOrdinal}))`, highest: huge }),
  path: (number) => ({ sql: `'[(0,0),(' || (${number}) || ',1)]'`, highest: huge }),
  polygon: (number) => ({ sql: `'((0,0),(0,1),(' || (${number}) || ',1))'`, highest: huge }),
  circle: (number) => ({ sql: `circle(point(${number}, 0), 1)`, highest: huge }),
  refcursor: (_number, _type, context) => ({
    sql: uniqueText(context, undefined, 'all').sql,
    highest: huge,
  }),
  hstore: (number) => ({ sql: `'note=>' || ${tenantToken} || ', number=>' || (${number})`, highest: huge }),
  ltree: (number) => ({ sql: `${tenantToken} || '.n' || (${number})`, highest: huge }),
  lquery: (number) => ({ sql: `${tenantToken} || '.n' || (${number}) || '.*'`, highest: huge }),
  cube: (number) => ({ sql: `'(' || (${number}) || ',1)'`, highest: huge }),
  seg: (number) => ({ sql: `(${number})::text`, highest: 2 ** 20 }),
};

function uniqueNumeric(number: string, type: BaseType): { sql: string; highest: number } {
  const size = numericSize(type);
  if (size === undefined) return { sql: number, highest: huge };
  const whole = size.precision - Math.max(0, size.scale);
  // With enough digits before the point the number itself is the value, else its digits fill the fraction as well.
  if (whole >= 8 && size.scale >= 0) return { sql: number, highest: Math.min(huge, 10 ** whole - 1) };
  return {
    sql: `(${number}) * 1e${-size.scale}::numeric`,
    highest: Math.min(huge, 10 ** size.precision - 1),
  };
}

function uniqueBits(number: string, type: BaseType): { sql: string; highest: number } {
  const width = type.modifier < 0 ? (type.name === 'bit' ? 1 : 64) : type.modifier;
  return { sql: `(${number})::bit(${width})`, highest: Math.min(huge, 2 ** width - 1) };
}

function uniqueJson(number: string, context: ValueContext): { sql: string; highest: number } {
  return {
    sql: `jsonb_build_object('note', ${uniqueText(context, undefined, 'all').sql}, 'number', ${number})`,
    highest: huge,
  };
}

/** Version 4 by its digits, and different for every column, so that two tables' rows differ. */
function uuidSalt(context: ValueContext): string {
  const digits = seedOf(context.purpose).toString(16).padStart(8, '0');
  return `${digits.slice(0, 4)}-4${digits.slice(4, 7)}-8${digits.slice(5, 8)}`;
}
