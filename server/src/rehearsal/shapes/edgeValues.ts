import { escapeLiteral } from 'pg';
import { numericSize, textLimit } from '../generate/baseValues';
import { meaningOf } from '../generate/meaning';
import type { BaseType, Column, DataType } from '../generate/model';
import { tenantToken } from '../generate/rowSql';

/** SQL of the values at the limits of a column's type, NULL first where it may be. */
export function edgeValues(column: Column): readonly string[] {
  const nulls = column.notNull ? [] : ['NULL'];
  return [...nulls, ...valuesOf(column.type, column.name)].map((sql) => `(${sql})::${column.type.sql}`);
}

function valuesOf(type: DataType, name: string): readonly string[] {
  switch (type.kind) {
    case 'enum':
      return [...new Set([type.labels[0] ?? '', type.labels.at(-1) ?? ''])].map(escapeLiteral);
    case 'array': {
      const elements = valuesOf(type.element, name).slice(0, 3);
      // An element that its domain does not take is an error at once, and would cost the row its other odd values.
      const isOpen = elements.length > 0 && type.element.domainChecks.length === 0;
      const filled = !isOpen ? [] : [`ARRAY[${elements.join(', ')}]::${type.sql}`];
      return [`'{}'`, `'{NULL}'`, ...filled];
    }
    case 'range':
      return [`'empty'`, `'(,)'`];
    case 'multirange':
      return [`'{}'`, `'{(,)}'`];
    case 'composite':
      return [`ROW(${type.attributes.map(() => 'NULL').join(', ')})`];
    case 'base': {
      const text = textLimit(type);
      return text === undefined ? (byType[type.name]?.(type) ?? []) : textEdges(name, text.limit);
    }
  }
}

/** Index entries have to stay below a third of a page, so text without a limit does not get longer than this. */
const longestText = 500;

function textEdges(name: string, limit: number | undefined): readonly string[] {
  const longest = Math.min(limit ?? longestText, longestText);
  const names = meaningOf(name) === 'name' ? ['Mary Jane Watson', 'Madonna', 'Anna Maria Berg'] : [];
  const tokened = [
    'Ünïcødé 漢字 🦊',
    'e\u0301 combining',
    'שלום עולם',
    `O'Brien "quoted" \\ back`,
    'tab\tline\nbell\u0007del\u007f',
    '  spaces around  ',
    `%s {{x}} <b>&amp; \${y}; --`,
  ];
  return [
    `''`,
    ...names.map(escapeLiteral),
    `left(rpad(${tenantToken} || '-', ${longest}, 'x'), ${longest})`,
    `left(${tenantToken} || repeat('漢', ${longest}), ${longest})`,
    ...tokened.map((text) => `left(${escapeLiteral(text)} || ' ' || ${tenantToken}, ${longest})`),
    `' '`,
    `'NULL'`,
  ];
}

const infinities = [`'infinity'`, `'-infinity'`];

const byType: Readonly<Record<string, (type: BaseType) => readonly string[]>> = {
  int2: () => ['0', '32767', '-32768'],
  int4: () => ['0', '2147483647', '-2147483648', '-1'],
  int8: () => ['0', '9223372036854775807', `'-9223372036854775808'`, '-1'],
  float4: () => ['0', `'NaN'`, ...infinities, `'3.4e38'`, `'-1e-37'`],
  float8: () => ['0', `'NaN'`, ...infinities, `'1.7e308'`, `'-1e-307'`],
  numeric: numericEdges,
  money: () => ['0', `'-92233720368547758.08'`, `'92233720368547758.07'`],
  bool: () => ['true', 'false'],
  date: () => [`'0001-01-01'`, `'9999-12-31'`, `'2024-02-29'`, ...infinities],
  timestamp: () => [`'0001-01-01'`, `'9999-12-31 23:59:59.999999'`, `'1970-01-01'`, ...infinities],
  timestamptz: () => [
    `'0001-01-01 00:00+00'`,
    `'9999-12-31 23:59:59.999999+00'`,
    `'2024-03-31 01:30+00'`,
    ...infinities,
  ],
  time: () => [`'00:00'`, `'24:00'`, `'23:59:59.999999'`],
  timetz: () => [`'00:00+15'`, `'24:00-15'`],
  interval: () => ["interval '0'", `'-1 year'`, `'1 month -30 days 12:00'`, `'178000000 years'`],
  bytea: () => [`''`, `'\\x00ff'`],
  json: () => [`'{}'`, `'[]'`, `'null'`, `'""'`, `'{"a": {"b": [null, 1e300, "\\u00e9"]}, "a": 2}'`],
  jsonb: () => [`'{}'`, `'[]'`, `'null'`, `'""'`, `'{"a": {"b": [null, 1e300, "\\u00e9"]}}'`],
  xml: () => [`''`, `'<a/>'`],
  inet: () => [`'0.0.0.0/0'`, `'::'`, `'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'`],
  cidr: () => [`'0.0.0.0/0'`, `'::/0'`],
  macaddr: () => [`'ff:ff:ff:ff:ff:ff'`],
  varbit: () => [`''`],
  uuid: () => [`'00000000-0000-0000-0000-000000000000'`, `'ffffffff-ffff-ffff-ffff-ffffffffffff'`],
  tsvector: () => [`''`],
  hstore: () => [`''`, `'a=>NULL'`],
  point: () => [`'(0,0)'`, `'(-1e300,1e300)'`],
};

function numericEdges(type: BaseType): readonly string[] {
  const size = numericSize(type);
  if (size === undefined) return ['0', `'NaN'`, `'1e100'`, `'-1e-100'`];
  const largest = `(1e${size.precision}::numeric - 1) * 1e${-size.scale}::numeric`;
  return ['0', `'NaN'`, largest, `-(${largest})`, `1e${-size.scale}::numeric`];
}
