import { describe, expect, it } from 'vitest';
import { FiledMap } from './filedMap';

interface Child {
  readonly parents: readonly string[];
}

const empty = FiledMap.empty<Child>(({ parents }) => parents);
const child = (...parents: readonly string[]): Child => ({ parents });

describe('a filed map', () => {
  it('finds values by what they refer to, in the order in which they came to do so', () => {
    const map = empty.set('b', child('x')).set('a', child('x', 'y'));
    expect(map.filedUnder('x')).toEqual([child('x'), child('x', 'y')]);
    expect(map.filedUnder('y')).toEqual([child('x', 'y')]);
    expect(map.filedUnder('z')).toEqual([]);
  });

  it('files a changed value anew and an unfiled one no more', () => {
    const map = empty.set('a', child('x', 'y')).set('a', child('y', 'z'));
    expect(map.filedUnder('x')).toEqual([]);
    expect(map.filedUnder('y')).toEqual([child('y', 'z')]);
    expect(map.filedUnder('z')).toEqual([child('y', 'z')]);
    expect(map.delete('a').filedUnder('y')).toEqual([]);
  });

  it('tells the names that an earlier map does not have, in the order in which they came', () => {
    const before = empty.set('a', child()).set('b', child());
    const after = before.set('d', child()).delete('a').set('e', child()).delete('d').set('c', child());
    expect(after.set('b', child('x')).namesNotIn(before)).toEqual(['e', 'c']);
    expect(before.namesNotIn(after)).toEqual(['a']);
    expect(before.delete('a').set('a', child()).namesNotIn(before)).toEqual([]);
    expect(before.namesNotIn(empty.set('b', child()))).toEqual(['a']);
  });

  it('tells them of maps that lie far apart', () => {
    const names = Array.from({ length: 300 }, (_, place) => `t${place}`);
    const after = names.reduce((map, name) => map.set(name, child()), empty);
    expect([...after.namesNotIn(empty)].sort()).toEqual([...names].sort());
  });

  it('leaves the map that it came from as it was', () => {
    const before = empty.set('a', child('x'));
    before.delete('a');
    before.set('b', child('x'));
    expect([...before.keys()]).toEqual(['a']);
    expect(before.filedUnder('x')).toEqual([child('x')]);
  });

  it('is the same value where nothing changed', () => {
    const value = child('x');
    const map = empty.set('a', value);
    expect(map.set('a', value)).toBe(map);
    expect(map.map((each) => each)).toBe(map);
    expect(map.filter(() => true)).toBe(map);
    expect(map.delete('b')).toBe(map);
  });

  it('knows that a change of an object changes no name', () => {
    const map = empty.set('a', child('x'));
    expect(map.set('a', child('y')).hasNamesOf(map)).toBe(true);
    expect(map.set('b', child('y')).hasNamesOf(map)).toBe(false);
    expect(map.delete('a').hasNamesOf(map)).toBe(false);
  });

  it('files what it takes over, changes and keeps', () => {
    const map = empty.concat([
      ['a', child('x')],
      ['b', child('x')],
    ]);
    expect(map.map(() => child('y')).filedUnder('y')).toHaveLength(2);
    expect(map.filter((_value, name) => name === 'b').filedUnder('x')).toEqual([child('x')]);
  });
});
