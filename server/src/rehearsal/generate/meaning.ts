/** What the text in a column stands for, as its name tells. */
export type Meaning =
  | 'email'
  | 'url'
  | 'phone'
  | 'country'
  | 'currency'
  | 'language'
  | 'timezone'
  | 'colour'
  | 'name'
  | 'slug'
  | 'code'
  | 'status'
  | 'text';

const byName: readonly (readonly [RegExp, Meaning])[] = [
  [/e_?mail/, 'email'],
  [/(^|_)(url|uri|href|link|website|homepage|webhook|avatar|callback|redirect)s?($|_)/, 'url'],
  [/(^|_)(phone|mobile|fax|telephone|msisdn)($|_)/, 'phone'],
  [/country/, 'country'],
  [/currency/, 'currency'],
  [/(^|_)(lang|language|locale)($|_)/, 'language'],
  [/time_?zone|(^|_)tz($|_)/, 'timezone'],
  [/colou?r/, 'colour'],
  [/(^|_)(slug|handle|subdomain|username|login)($|_)/, 'slug'],
  [/(^|_)(name|title|firstname|lastname|fullname)($|_)|name$/, 'name'],
  [/(^|_)(code|sku|number|reference|ref)($|_)/, 'code'],
  [/(^|_)(status|state)($|_)/, 'status'],
];

export function meaningOf(columnName: string): Meaning {
  const name = columnName.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  return byName.find(([pattern]) => pattern.test(name))?.[1] ?? 'text';
}
