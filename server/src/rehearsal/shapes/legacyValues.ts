import { escapeLiteral } from 'pg';
import { textLimit } from '../generate/baseValues';
import { meaningOf, type Meaning } from '../generate/meaning';
import type { Column, DataType } from '../generate/model';
import { rowNumber, tenantToken } from '../generate/rowSql';

/** SQL of what old code wrote where no constraint stopped it: other spellings, placeholders, nothing at all. */
export function legacyValues(column: Column): readonly string[] {
  const nulls = column.notNull ? [] : ['NULL'];
  return [...nulls, ...valuesOf(column.type, column.name)].map((sql) => `(${sql})::${column.type.sql}`);
}

function valuesOf(type: DataType, name: string): readonly string[] {
  switch (type.kind) {
    case 'array':
      return [`'{}'`];
    case 'enum':
    case 'range':
    case 'multirange':
    case 'composite':
      return [];
    case 'base': {
      const text = textLimit(type);
      if (text === undefined) return byType[type.name] ?? [];
      const cut = text.limit;
      const values = [...(byMeaning[meaningOf(name)] ?? []), ...anyText];
      return cut === undefined ? values : values.map((sql) => `left(${sql}, ${cut})`);
    }
  }
}

const literals = (...texts: readonly string[]): readonly string[] => texts.map(escapeLiteral);

const anyText: readonly string[] = [
  `''`,
  ...literals('n/a', 'unknown', '-', 'NULL'),
  `' ' || ${tenantToken} || '  Old  Value ' || ${rowNumber}`,
  `upper(${tenantToken}) || '_' || ${rowNumber}`,
];

const byMeaning: Partial<Record<Meaning, readonly string[]>> = {
  email: [
    `upper(${tenantToken}) || '.' || ${rowNumber} || '@EXAMPLE.TEST'`,
    `${tenantToken} || '.' || ${rowNumber} || '@example.test '`,
    `${tenantToken} || ' at example.test'`,
  ],
  phone: literals('0049 30 / 123 456', '(555) 010-0199 ext. 7', '555-0100 or 555-0101'),
  url: literals('www.example.test', 'HTTP://EXAMPLE.TEST', 'example.test/old page'),
  country: literals('Germany', 'deutschland', 'de', 'UK'),
  currency: literals('eur', 'Euro', '$'),
  language: literals('EN', 'english', 'de_DE'),
  name: [...literals('Mary Jane Watson', 'Madonna', "DR. O'BRIEN"), `${tenantToken} || ', ' || 'old'`],
  code: [`lower(${tenantToken}) || ' / ' || ${rowNumber}`],
  status: literals('Active', 'ACTIVE', 'activ', 'in progress', 'closed '),
};

const byType: Readonly<Record<string, readonly string[]>> = {
  int2: ['0', '-1'],
  int4: ['0', '-1', '999999'],
  int8: ['0', '-1', '999999'],
  numeric: ['0', '-1'],
  float8: ['0', '-1'],
  date: [`'1970-01-01'`, `'1900-01-01'`],
  timestamp: [`'1970-01-01'`],
  timestamptz: [`'1970-01-01 00:00+00'`],
  json: [`'{}'`, `'[]'`, `'""'`, `jsonb_build_object('Note', ${tenantToken}, 'v', 1)`],
  jsonb: [`'{}'`, `'[]'`, `'null'`, `jsonb_build_object('Note', ${tenantToken}, 'v', 1)`],
};
