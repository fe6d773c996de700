import type { ErrorObject } from 'ajv';
import { closest } from './closest';
import type { DocumentKeys } from './yamlDocument';

/** Something in a document that its JSON Schema does not allow. */
export interface Mistake {
  readonly keys: DocumentKeys;
  readonly at: 'key' | 'value';
  readonly message: string;
}

/** What messages call a document, such as `policy`, and the page that tells what may stand in it. */
export interface DocumentName {
  readonly name: string;
  readonly page: string;
}

/** What a schema error says to the person who wrote the file: one sentence with a remedy. */
export function mistakeOf(error: ErrorObject, document: DocumentName): Mistake {
  const keys = keysOf(error.instancePath);
  const { keyword, params } = error;
  if (keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    return { keys: [...keys, key], at: 'key', message: unknownKey(key, error.parentSchema, keys, document) };
  }
  if (keyword === 'required') {
    const missing = String(params['missingProperty']);
    return { keys, at: 'key', message: `\`${missing}\` is missing here: add \`${missing}: …\`` };
  }
  return { keys, at: 'value', message: `${nameOf(keys, document)} ${complaint(error, document)}` };
}

function unknownKey(key: string, parentSchema: unknown, keys: DocumentKeys, document: DocumentName): string {
  const known = Object.keys(propertiesOf(parentSchema));
  const near = closest(key, known);
  if (near !== undefined) return `unknown key \`${key}\`: did you mean \`${near}\`?`;
  const place = keys.length === 0 ? `a ${document.name}` : nameOf(keys, document);
  if (known.length === 0) return `unknown key \`${key}\`: ${place} takes no keys, remove it`;
  return `unknown key \`${key}\`: ${place} takes ${listed(known, 'and')}`;
}

function complaint(error: ErrorObject, { page }: DocumentName): string {
  const { keyword, params, data } = error;
  switch (keyword) {
    case 'enum':
      return complaintAboutChoice(data, allowedOf(params['allowedValues']));
    case 'type':
      return `is ${described(data)}: write ${listed(typesOf(params['type']), 'or')}`;
    case 'minLength':
      return 'is empty: write a name, or remove the key';
    case 'minItems':
      return 'is an empty list: add an entry, or remove the key';
    case 'minimum':
      return `is too small: write ${String(params['limit'])} or more`;
    case 'exclusiveMinimum':
      return `is too small: write more than ${String(params['limit'])}`;
    case 'maximum':
      return `is too large: write ${String(params['limit'])} or less`;
    case 'pattern':
      return `is not of the form it needs: ${exampleOf(error.parentSchema)}`;
    default:
      return `${error.message ?? 'is not valid'}: see ${page}`;
  }
}

function complaintAboutChoice(data: unknown, allowed: readonly string[]): string {
  const near = typeof data === 'string' ? closest(data, allowed) : undefined;
  if (near !== undefined) return `cannot be \`${String(data)}\`: did you mean \`${near}\`?`;
  const written = typeof data === 'string' ? `\`${data}\`` : described(data);
  return `cannot be ${written}: write ${listed(
    allowed.map((value) => `\`${value}\``),
    'or',
  )}`;
}

function exampleOf(parentSchema: unknown): string {
  const examples = property(parentSchema, 'examples');
  const written = Array.isArray(examples) ? examples.map((example) => `\`${String(example)}\``) : [];
  return `write it like ${listed(written, 'or')}`;
}

function described(data: unknown): string {
  if (Array.isArray(data)) return 'a list';
  if (typeof data === 'object') return 'a group of keys';
  if (typeof data === 'string') return 'a text';
  return typeof data === 'number' || typeof data === 'boolean' ? `\`${data}\`` : 'nothing';
}

/** JSON Schema's type names in words; null is left out because a key that says nothing need not stand there. */
function typesOf(type: unknown): readonly string[] {
  const names: readonly unknown[] = Array.isArray(type) ? type : [type];
  const words: Readonly<Record<string, string>> = {
    string: 'a text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'keys with values below it',
  };
  return names.flatMap((name) => words[String(name)] ?? []);
}

function allowedOf(values: unknown): readonly string[] {
  return Array.isArray(values) ? values.map(String) : [];
}

function propertiesOf(parentSchema: unknown): object {
  const properties = property(parentSchema, 'properties');
  return typeof properties === 'object' && properties !== null ? properties : {};
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function nameOf(keys: DocumentKeys, { name }: DocumentName): string {
  if (keys.length === 0) return `the ${name}`;
  return `\`${keys.map((key, index) => (typeof key === 'number' ? `[${key}]` : index > 0 ? `.${key}` : key)).join('')}\``;
}

function listed(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

/** The keys of a JSON pointer (RFC 6901). */
function keysOf(pointer: string): DocumentKeys {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
}
