import Ajv, { type ErrorObject } from 'ajv';
import type { Span } from '../sql';
import { closest } from './closest';
import type { ProjectFiles, ProjectProblem } from './model';
import { readPolicyDocument, type PolicyKeys } from './policyDocument';
import type { PolicyInput } from './policyInput';
import schema from './policy.schema.json';

/** Names of a policy file in a workspace folder's root; an earlier one wins. */
export const policyFileNames = ['tenantsafe.yaml', 'tenantsafe.yml', 'tenantsafe.json'] as const;

/** A policy file as far as it could be read. */
export interface LoadedPolicy {
  readonly path: string;
  /** What the file says; what is wrong in it is left out, so that the rest still holds. */
  readonly input: PolicyInput;
  readonly problems: readonly ProjectProblem[];
  /** Span of the value at those keys, for problems that only the whole project shows. */
  spanOfValue(keys: PolicyKeys): Span;
  spanOfKey(keys: PolicyKeys): Span;
}

/** The policy file in force, and a problem for each further one that is not read. */
export function findPolicyFile(files: ProjectFiles): {
  readonly path: string | undefined;
  readonly problems: readonly ProjectProblem[];
} {
  const [path, ...others] = policyFileNames.filter((name) => files.paths.includes(name));
  const problems = others.map((other) => ({
    concerns: 'policy' as const,
    path: other,
    span: { start: 0, end: 0 },
    message: `${other} is not read because ${path ?? ''} stands beside it: keep one policy file`,
  }));
  return { path, problems };
}

/** Reads and validates a policy file. Never throws: what is wrong becomes a problem at the exact key or value. */
export function loadPolicy(path: string, text: string): LoadedPolicy {
  const document = readPolicyDocument(text);
  const problem = (span: Span, message: string): ProjectProblem => ({
    concerns: 'policy',
    path,
    span,
    message,
  });
  const problems = document.syntaxProblems.map(({ span, message }) => problem(span, message));
  const { input, mistakes } = validated(document.data);
  for (const mistake of mistakes) {
    const place =
      mistake.at === 'key' ? document.spanOfKey(mistake.keys) : document.spanOfValue(mistake.keys);
    problems.push(problem(place, mistake.message));
  }
  return {
    path,
    input,
    problems,
    spanOfValue: (keys) => document.spanOfValue(keys),
    spanOfKey: (keys) => document.spanOfKey(keys),
  };
}

interface Mistake {
  readonly keys: PolicyKeys;
  readonly at: 'key' | 'value';
  readonly message: string;
}

const isPolicyInput = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile<PolicyInput>(
  schema,
);

/** What the schema accepts of the data, and what it does not. */
function validated(data: unknown): { readonly input: PolicyInput; readonly mistakes: readonly Mistake[] } {
  if (isPolicyInput(data)) return { input: data, mistakes: [] };
  const errors = isPolicyInput.errors ?? [];
  const mistakes = errors.map(mistakeOf);
  const places = new Map(mistakes.map(({ keys }) => [JSON.stringify(keys), keys]));
  const rest = [...places.values()].sort(laterFirst).reduce(without, structuredClone(data));
  // Each round takes something away, and an empty policy is valid, so this ends.
  return { input: validated(rest ?? {}).input, mistakes };
}

function mistakeOf(error: ErrorObject): Mistake {
  const keys = keysOf(error.instancePath);
  const { keyword, params } = error;
  if (keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    return { keys: [...keys, key], at: 'key', message: unknownKey(key, error.parentSchema, keys) };
  }
  if (keyword === 'required') {
    const missing = String(params['missingProperty']);
    return { keys, at: 'key', message: `\`${missing}\` is missing here: add \`${missing}: …\`` };
  }
  return { keys, at: 'value', message: `${nameOf(keys)} ${complaint(error)}` };
}

function unknownKey(key: string, parentSchema: unknown, keys: PolicyKeys): string {
  const known = Object.keys(propertiesOf(parentSchema));
  const near = closest(key, known);
  if (near !== undefined) return `unknown key \`${key}\`: did you mean \`${near}\`?`;
  const place = keys.length === 0 ? 'a policy' : nameOf(keys);
  if (known.length === 0) return `unknown key \`${key}\`: ${place} takes no keys, remove it`;
  return `unknown key \`${key}\`: ${place} takes ${listed(known, 'and')}`;
}

function complaint(error: ErrorObject): string {
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
      return `${error.message ?? 'is not valid'}: see docs/policy.md`;
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

function nameOf(keys: PolicyKeys): string {
  if (keys.length === 0) return 'the policy';
  return `\`${keys.map((key, index) => (typeof key === 'number' ? `[${key}]` : index > 0 ? `.${key}` : key)).join('')}\``;
}

function listed(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

/** The keys of a JSON pointer (RFC 6901). */
function keysOf(pointer: string): PolicyKeys {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
}

/** Later list entries first, so that taking one away does not move those that are still to go. */
function laterFirst(left: PolicyKeys, right: PolicyKeys): number {
  for (let depth = 0; depth < Math.max(left.length, right.length); depth++) {
    const [one, other] = [left[depth], right[depth]];
    if (one === other) continue;
    if (one === undefined) return 1;
    if (other === undefined) return -1;
    if (typeof one === 'number' && typeof other === 'number') return other - one;
    return String(other).localeCompare(String(one));
  }
  return 0;
}

/** The data without the value at those keys. */
function without(data: unknown, keys: PolicyKeys): unknown {
  const last = keys.at(-1);
  if (last === undefined) return undefined;
  const parent = keys.slice(0, -1).reduce<unknown>((value, key) => property(value, String(key)), data);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (typeof parent === 'object' && parent !== null) Reflect.deleteProperty(parent, String(last));
  return data;
}
