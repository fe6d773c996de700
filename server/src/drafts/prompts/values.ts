import type { Policy } from '../../project';
import type { InputValues } from './placeholders';
import type { PolicyFact, PolicyNumber, PromptInput, PromptSnippet } from './snippet';

/**
 * What a request is made from: what the person wrote, then what the policy says in numbers, then the snippet's default.
 * Inputs that say nothing are left out.
 */
export function settledValues(
  snippet: PromptSnippet,
  given: InputValues,
  policy: Policy,
): ReadonlyMap<string, string> {
  return new Map(
    snippet.inputs.flatMap((input) => {
      const value = writtenValue(input, given);
      const settled = value === '' ? unwrittenValue(input, policy) : value;
      return settled === '' ? [] : [[input.key, settled] as const];
    }),
  );
}

/** What a person wrote for an input; its title, which a block shows where nothing is filled in, says nothing. */
export function writtenValue({ key, title }: PromptInput, given: InputValues): string {
  const value = given.get(key)?.trim() ?? '';
  return value === title ? '' : value;
}

/** What an input is where nobody wrote one. */
export function unwrittenValue({ from, default: initial }: PromptInput, policy: Policy): string {
  const number = from !== undefined && isNumber(from) ? policyFact(from, policy) : '';
  return number === '' ? initial : number;
}

/** What a block or a form is filled in with, for a person to look at; empty where nothing suggests itself. */
export function proposedValue(input: PromptInput, policy: Policy): string {
  const fact = input.from === undefined ? '' : policyFact(input.from, policy);
  return fact === '' ? input.default : fact;
}

/** The values with the parts that shapes may name: of a new column `column.name`. */
export function withParts(snippet: PromptSnippet, values: InputValues): InputValues {
  const parts = snippet.inputs
    .filter(({ completes }) => completes === 'newColumn')
    .flatMap(({ key }) => {
      const name = nameOfNewColumn(values.get(key) ?? '');
      return name === '' ? [] : [[`${key}.name`, name] as const];
    });
  return new Map([...values, ...parts]);
}

/** The name, in quotes where it is written so, that `name type` starts with. */
export function nameOfNewColumn(column: string): string {
  return /^(?:"(?:[^"]|"")+"|[^\s"]+)/.exec(column)?.[0] ?? '';
}

function isNumber(fact: PolicyFact): fact is PolicyNumber {
  switch (fact) {
    case 'tenantColumn':
    case 'tenantTable':
    case 'setting':
    case 'appRole':
      return false;
    default:
      return true;
  }
}

function policyFact(fact: PolicyFact, { tenancy, budgets, production }: Policy): string {
  switch (fact) {
    case 'tenantColumn':
      return tenancy.tenantColumns[0] ?? '';
    case 'tenantTable':
    case 'setting':
    case 'appRole':
      return tenancy[fact] ?? '';
    case 'tenantSeconds':
    case 'blockedMs':
    case 'cohortFailureRate':
      return String(budgets[fact]);
    case 'tenants':
    case 'parallelism':
      return String(production[fact] ?? '');
  }
}
