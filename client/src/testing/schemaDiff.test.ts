import { describe, expect, it } from 'vitest';
import { schemaDiff } from './schemaDiff';

describe('schemaDiff', () => {
  it('puts each object on the side where it is', () => {
    const sample = [
      'added index public.i',
      'removed type public.t',
      'changed column public.a.b: type: integer → bigint',
    ];
    expect(schemaDiff(sample)).toEqual({
      expected: 'type public.t\ncolumn public.a.b: type: integer',
      actual: 'index public.i\ncolumn public.a.b: type: bigint',
    });
  });

  it.each([
    ['no line at all', []],
    ['a line of another kind', ['added index public.i', '… and 3 more']],
    ['a change whose value holds an arrow', ['changed view v: definition: a → b → c']],
  ])('is not made from %s, so that nothing is lost', (_, sample) => {
    expect(schemaDiff(sample)).toBeUndefined();
  });
});
