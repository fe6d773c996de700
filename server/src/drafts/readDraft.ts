import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import type { Draft } from './draft';
import schema from './draft.schema.json' with { type: 'json' };
import { faultsOfDraft, type DraftFault } from './draftFaults';

/** A draft object, or what keeps something from being one. */
export type ReadDraft =
  | { readonly draft: Draft; readonly faults?: undefined }
  | { readonly draft?: undefined; readonly faults: readonly DraftFault[] };

/** The JSON Schema of a draft, which models get as the schema of their answer. */
export const draftSchema: Readonly<Record<string, unknown>> = schema;

/**
 * Reads what claims to be a draft: first by the schema, then by what a schema of a model's answer cannot say. Never
 * throws, whatever it is given.
 */
export function readDraft(value: unknown): ReadDraft {
  const isDraft = draftValidator();
  if (!isDraft(value)) return { faults: distinct((isDraft.errors ?? []).map(faultOf)) };
  const faults = faultsOfDraft(value);
  return faults.length === 0 ? { draft: value } : { faults };
}

let compiled: ValidateFunction<Draft> | undefined;

function draftValidator(): ValidateFunction<Draft> {
  const options = { allErrors: true, verbose: true, allowUnionTypes: true, validateSchema: false };
  return (compiled ??= new Ajv(options).compile<Draft>(schema));
}

function faultOf({ instancePath, keyword, params, message, data }: ErrorObject): DraftFault {
  const place = placeOf(instancePath);
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      return { place, message: `${spoken(place)} has a key "${key}" that no draft has: leave it out.` };
    }
    case 'required': {
      const key = String(params['missingProperty']);
      return { place, message: `${spoken(place)} lacks the key "${key}": add it.` };
    }
    case 'enum': {
      const allowed: unknown = params['allowedValues'];
      const words = Array.isArray(allowed) ? allowed.map(String).join(', ') : '';
      return { place, message: `${spoken(place)} is ${shown(data)}: write one of ${words}.` };
    }
    case 'type':
      return { place, message: `${spoken(place)} is ${shown(data)}: write ${String(params['type'])}.` };
    default:
      return { place, message: `${spoken(place)} does not hold: ${message ?? keyword}.` };
  }
}

function spoken(place: string): string {
  return place === '' ? 'The draft' : place;
}

/** A value as a sentence shows it: what a model wrote may be long, and is never repeated as a whole. */
function shown(data: unknown): string {
  if (Array.isArray(data)) return 'a list';
  if (data === null) return 'null';
  if (typeof data === 'object') return 'an object';
  if (data === undefined || typeof data === 'function') return 'nothing that JSON could hold';
  const text = JSON.stringify(data);
  return text.length > 40 ? `a ${typeof data} of ${String(text.length)} characters` : text;
}

/** `/phases/1/rollback` as `phases[1].rollback`. */
function placeOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((key, index) => (/^\d+$/.test(key) ? `[${key}]` : index === 0 ? key : `.${key}`))
    .join('');
}

function distinct(faults: readonly DraftFault[]): readonly DraftFault[] {
  return faults.filter(
    ({ message }, index) => faults.findIndex((other) => other.message === message) === index,
  );
}
