import type { RehearsalResult } from '../result';

/** The result that a `result.json` holds; undefined where it holds none that this version can read. */
export function readResult(text: string): RehearsalResult | undefined {
  const value = parsed(text);
  return isResult(value) ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Results are written by the rehearsal itself; the format's version says that this is one. */
function isResult(value: unknown): value is RehearsalResult {
  return (
    typeof value === 'object' &&
    value !== null &&
    'formatVersion' in value &&
    value.formatVersion === 1 &&
    'tenants' in value
  );
}
