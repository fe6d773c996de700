import { expect, it } from 'vitest';
import { canaryPattern, tokenOf } from './canary';

const found = (text: string, pattern: string): boolean => new RegExp(pattern, 'i').test(text);

it.each([
  ['as it is', (text: string) => text],
  ['in upper case', (text: string) => text.toUpperCase()],
  ['made a slug', (text: string) => text.replace(/[^a-z0-9]+/gi, '-')],
  ['cut at the end', (text: string) => text.slice(0, 6)],
])("a tenant's own token is found %s, and is no other's", (_, change) => {
  const text = change(`${tokenOf(2)} name 17`);
  expect(found(text, canaryPattern(2))).toBe(true);
  expect(found(text, canaryPattern(1))).toBe(false);
});

it('tells tenants apart whose ordinals begin alike', () => {
  expect(found(tokenOf(12), canaryPattern(1))).toBe(false);
});

it('knows whose a UUID is, and that shared rows are nobody’s', () => {
  expect(found('ca9a0003-38e6-4d54-8549-000000000006', canaryPattern(3))).toBe(true);
  expect(found('ca9a0003-38e6-4d54-8549-000000000006', canaryPattern(1))).toBe(false);
  expect(found('ca9a0000-38e6-4d54-8549-000000000006', canaryPattern(3))).toBe(false);
});
