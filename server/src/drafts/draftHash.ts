import { createHash } from 'node:crypto';
import type { Draft } from './draft';

/** What tells a draft from all others: `sha256:` and the hash of its JSON with sorted keys. */
export function draftHash(draft: Draft): string {
  return `sha256:${createHash('sha256').update(canonical(draft)).digest('hex')}`;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}
