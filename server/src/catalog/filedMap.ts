import { Map as ImmutableMap } from 'immutable';
import type { QualifiedName } from './model';

/** What a value is found by beside its name, such as `child of public.events` for a partition of that table. */
export type FilingKeys<Value> = (value: Value) => readonly string[];

/**
 * A persistent map of named objects that also finds them by what they refer to. Each statement of a long history asks who
 * refers to its table; without files it would have to look at every object of the schema.
 */
export class FiledMap<Value> implements Iterable<[QualifiedName, Value]> {
  private constructor(
    readonly keysOf: FilingKeys<Value>,
    private readonly objects: ImmutableMap<QualifiedName, Value>,
    private readonly files: ImmutableMap<string, readonly QualifiedName[]>,
    /** The same value in all maps that came from one another by changes of objects alone. */
    private readonly names: Names,
  ) {}

  static empty<Value>(keysOf: FilingKeys<Value>): FiledMap<Value> {
    return new FiledMap(keysOf, ImmutableMap(), ImmutableMap(), {});
  }

  get size(): number {
    return this.objects.size;
  }

  get(name: QualifiedName): Value | undefined {
    return this.objects.get(name);
  }

  has(name: QualifiedName): boolean {
    return this.objects.has(name);
  }

  /** Whether both maps are known to hold objects of the same names, changed or not; a cheap question, sure only where true. */
  hasNamesOf(other: FiledMap<Value>): boolean {
    return this.names === other.names;
  }

  /** The names that `earlier` does not have, in the order in which they came where this map came from it. */
  namesNotIn(earlier: FiledMap<Value>): readonly QualifiedName[] {
    if (this.hasNamesOf(earlier)) return [];
    const candidates = namesSetSince(earlier.names, this.names) ?? this.objects.keys();
    return [...candidates].filter((name) => this.has(name) && !earlier.has(name));
  }

  /** The objects that are filed under the key, in the order in which they came to be so. */
  filedUnder(key: string): readonly Value[] {
    return (this.files.get(key) ?? []).flatMap((name) => this.objects.get(name) ?? []);
  }

  set(name: QualifiedName, value: Value): FiledMap<Value> {
    const present = this.objects.get(name);
    if (present === value) return this;
    const before = present === undefined ? [] : this.keysOf(present);
    const files = this.#filed(name, before, this.keysOf(value));
    const names = present === undefined ? { before: this.names, set: name } : this.names;
    return new FiledMap(this.keysOf, this.objects.set(name, value), files, names);
  }

  delete(name: QualifiedName): FiledMap<Value> {
    const present = this.objects.get(name);
    if (present === undefined) return this;
    const files = this.#filed(name, this.keysOf(present), []);
    return new FiledMap(this.keysOf, this.objects.delete(name), files, { before: this.names });
  }

  concat(others: Iterable<[QualifiedName, Value]>): FiledMap<Value> {
    return [...others].reduce<FiledMap<Value>>((result, [name, value]) => result.set(name, value), this);
  }

  map(change: (value: Value, name: QualifiedName) => Value): FiledMap<Value> {
    return this.concat([...this.objects].map(([name, value]) => [name, change(value, name)]));
  }

  filter(isKept: (value: Value, name: QualifiedName) => boolean): FiledMap<Value> {
    const going = [...this.objects].filter(([name, value]) => !isKept(value, name));
    return going.reduce<FiledMap<Value>>((result, [name]) => result.delete(name), this);
  }

  some(test: (value: Value) => boolean): boolean {
    return this.objects.some(test);
  }

  reduce<Result>(
    combine: (result: Result, value: Value, name: QualifiedName) => Result,
    start: Result,
  ): Result {
    return this.objects.reduce(combine, start);
  }

  keys(): IterableIterator<QualifiedName> {
    return this.objects.keys();
  }

  values(): IterableIterator<Value> {
    return this.objects.values();
  }

  [Symbol.iterator](): IterableIterator<[QualifiedName, Value]> {
    return this.objects[Symbol.iterator]();
  }

  #filed(name: QualifiedName, before: readonly string[], after: readonly string[]): typeof this.files {
    const withoutOld = before.reduce((files, key) => {
      if (after.includes(key)) return files;
      const others = (files.get(key) ?? []).filter((other) => other !== name);
      return others.length === 0 ? files.delete(key) : files.set(key, others);
    }, this.files);
    return after.reduce(
      (files, key) => (before.includes(key) ? files : files.set(key, [...(files.get(key) ?? []), name])),
      withoutOld,
    );
  }
}

/** Which names a map has, told as the last change of the names of the map that it came from. */
interface Names {
  readonly before?: Names;
  /** Undefined where a name was taken out. */
  readonly set?: QualifiedName;
}

/** One statement sets few names; looking further back would cost more than comparing the maps. */
const longestWayBack = 200;

/** The names that were set since then; undefined where the maps did not come from one another. */
function namesSetSince(earlier: Names, later: Names): ReadonlySet<QualifiedName> | undefined {
  const set: QualifiedName[] = [];
  let names: Names | undefined = later;
  for (let steps = 0; steps < longestWayBack && names !== undefined; steps++) {
    if (names === earlier) return new Set(set.reverse());
    if (names.set !== undefined) set.push(names.set);
    names = names.before;
  }
  return undefined;
}
