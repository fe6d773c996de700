import Ajv, { type ValidateFunction } from 'ajv';
import type { Span } from '../sql';
import type { ProjectFiles, ProjectProblem } from './model';
import type { PolicyInput } from './policyInput';
import { mistakeOf, type Mistake } from './schemaMistakes';
import { readYamlDocument, type DocumentKeys } from './yamlDocument';
import schema from './policy.schema.json';

/** Names of a policy file in a workspace folder's root; an earlier one wins. */
export const policyFileNames = ['tenantsafe.yaml', 'tenantsafe.yml', 'tenantsafe.json'] as const;

/** A policy file as far as it could be read. */
export interface LoadedPolicy {
  readonly path: string;
  /** What the file says; what is wrong in it is left out, so that the rest still holds. */
  readonly input: PolicyInput;
  readonly problems: readonly ProjectProblem[];
  /** The file is no valid YAML; what can be read of it holds, and is not judged further. */
  readonly isBroken: boolean;
  /** Span of the value at those keys, for problems that only the whole project shows. */
  spanOfValue(keys: DocumentKeys): Span;
  spanOfKey(keys: DocumentKeys): Span;
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

const policyKind = { name: 'policy', page: 'docs/policy.md', readAsWritten: ['version', 'baseline'] };

/** Reads and validates a policy file. Never throws: what is wrong becomes a problem at the exact key or value. */
export function loadPolicy(path: string, text: string): LoadedPolicy {
  const document = readYamlDocument(text, policyKind);
  const problem = (span: Span, message: string): ProjectProblem => ({
    concerns: 'policy',
    path,
    span,
    message,
  });
  const problems = document.syntaxProblems.map(({ span, message }) => problem(span, message));
  const { input, mistakes } = validated(document.data);
  for (const mistake of document.isBroken ? [] : mistakes) {
    const place =
      mistake.at === 'key' ? document.spanOfKey(mistake.keys) : document.spanOfValue(mistake.keys);
    problems.push(problem(place, mistake.message));
  }
  return {
    path,
    input,
    problems,
    isBroken: document.isBroken,
    spanOfValue: (keys) => document.spanOfValue(keys),
    spanOfKey: (keys) => document.spanOfKey(keys),
  };
}

let compiled: ValidateFunction<PolicyInput> | undefined;

/** Compiles the schema when the first policy is read: it takes as long as to load all rules. */
function policyValidator(): ValidateFunction<PolicyInput> {
  const options = { allErrors: true, verbose: true, allowUnionTypes: true, validateSchema: false };
  return (compiled ??= new Ajv(options).compile<PolicyInput>(schema));
}

/** What the schema accepts of the data, and what it does not. */
function validated(data: unknown): { readonly input: PolicyInput; readonly mistakes: readonly Mistake[] } {
  const isPolicyInput = policyValidator();
  if (isPolicyInput(data)) return { input: data, mistakes: [] };
  const errors = isPolicyInput.errors ?? [];
  const mistakes = errors.map((error) => mistakeOf(error, policyKind));
  const places = new Map(mistakes.map(({ keys }) => [JSON.stringify(keys), keys]));
  const rest = [...places.values()].sort(laterFirst).reduce(without, structuredClone(data));
  // Each round takes something away, and an empty policy is valid, so this ends.
  return { input: validated(rest ?? {}).input, mistakes };
}

/** Later list entries first, so that taking one away does not move those that are still to go. */
function laterFirst(left: DocumentKeys, right: DocumentKeys): number {
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
function without(data: unknown, keys: DocumentKeys): unknown {
  const last = keys.at(-1);
  if (last === undefined) return undefined;
  const parent = keys.slice(0, -1).reduce<unknown>((value, key) => property(value, String(key)), data);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (typeof parent === 'object' && parent !== null) Reflect.deleteProperty(parent, String(last));
  return data;
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
