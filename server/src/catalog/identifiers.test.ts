import { describe, expect, it } from 'vitest';
import { shortList, spokenList } from './identifiers';

const letters = (count: number) => 'abcdefghi'.slice(0, count).split('');

describe('a list in a sentence', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
    [letters(8), 'a, b, c, d, e, f, g and h'],
    [letters(9), 'a, b, c, d, e, f, g and 2 more'],
  ])('of %j is "%s"', (words, sentence) => {
    expect(spokenList(words)).toBe(sentence);
  });

  it('counts what it does not name', () => {
    const partitions = Array.from({ length: 300 }, (_each, place) => `events_${place}`);
    expect(shortList(partitions).at(-1)).toBe('293 more');
  });
});
