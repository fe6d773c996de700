import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { gateIds } from '../../server/src/drafts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/drafts/gate.md'), 'utf8');

it('lists every id of the gate with its sentence, and no other', () => {
  const rows = [...page.matchAll(/^\| `(draft-[a-z-]+)`\s*\| (.+?)\s*\|$/gm)].map(([, id, sentence]) => [
    id,
    sentence,
  ]);
  expect(rows).toEqual(Object.entries(gateIds));
});
