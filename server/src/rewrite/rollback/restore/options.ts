import type { Node } from '@pgsql/types';
import { nodeAs } from '../../../sql';
import { options } from '../trees';

/** SET and RESET that take one list of options to the other. */
export function optionChanges(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): readonly { readonly kind: 'set' | 'reset'; readonly values: Readonly<Record<string, string>> }[] {
  const entriesNotIn = (
    some: Readonly<Record<string, string>>,
    isIn: (name: string, value: string) => boolean,
  ) => Object.fromEntries(Object.entries(some).filter(([name, value]) => !isIn(name, value)));
  const reset = entriesNotIn(one, (name) => Object.hasOwn(other, name));
  const set = entriesNotIn(other, (name, value) => one[name] === value);
  return [
    ...(Object.keys(reset).length === 0 ? [] : [{ kind: 'reset' as const, values: reset }]),
    ...(Object.keys(set).length === 0 ? [] : [{ kind: 'set' as const, values: set }]),
  ];
}

export function resetNames(values: Readonly<Record<string, string>>): Node[] {
  return options(values).map((node): Node => {
    const definition = nodeAs(node, 'DefElem');
    const namespace = definition?.defnamespace;
    return {
      DefElem: {
        defname: definition?.defname ?? '',
        ...(namespace === undefined ? {} : { defnamespace: namespace }),
      },
    };
  });
}
