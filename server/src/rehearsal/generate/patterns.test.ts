import { describe, expect, it } from 'vitest';
import { countOf, spelled, spellings } from './patterns';

describe('spellings of a regular expression', () => {
  const patterns = [
    '^[A-Z]{3}-\\d{4}$',
    '^#[0-9a-f]{6}$',
    '^(draft|open|paid)$',
    '^\\+?[1-9][0-9]{6,14}$',
    '^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$',
    '^(?:[a-z0-9]+-)*[a-z0-9]+$',
    '^[]x-]+$',
    '^a.c?$',
  ];

  it.each(patterns)('match %s, the first and the last of them', (pattern) => {
    const found = spellings(pattern);
    expect(found.length).toBeGreaterThan(0);
    // JavaScript takes a bracket right after the opening one for the end of the class.
    const expression = new RegExp(pattern.replace('[]', '[\\]'));
    for (const places of found) {
      for (const number of [0, 1, countOf(places) - 1]) {
        expect(spelled(places, number)).toMatch(expression);
      }
    }
  });

  it('differ from number to number', () => {
    const [places] = spellings('^[A-Z]{3}-\\d{4}$');
    const texts = Array.from({ length: 1000 }, (_, number) => spelled(places ?? [], number));
    expect(new Set(texts).size).toBe(1000);
  });

  it('are none for what is not understood', () => {
    expect(spellings('^(?=.*[0-9]).+$')).toEqual([]);
    expect(spellings('^[a-z')).toEqual([]);
  });
});
