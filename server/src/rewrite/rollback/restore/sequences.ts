import type { Node } from '@pgsql/types';
import { nameOf } from '../../../catalog';
import type { Phase, Undo } from '../model';
import { definition, sequenceOptions } from './columnTrees';
import { nameParts, rangeVar, string, strings } from '../trees';
import { optionChanges } from './options';

export const createSequences: Phase = (from, to) =>
  [...to.sequences.values()]
    .filter((sequence) => !sequence.identity && !from.sequences.has(nameOf(sequence)))
    .map((sequence) => ({
      tree: {
        CreateSeqStmt: {
          sequence: rangeVar(nameOf(sequence)),
          options: [
            ...(sequence.dataType === 'int8' ? [] : [dataType(sequence.dataType)]),
            ...sequenceOptions(sequence),
          ],
        },
      },
      remark: 'Starts anew: the numbers that it had given out are not known any more.',
    }));

function dataType(name: string): Node {
  return {
    DefElem: { defname: 'as', arg: { TypeName: { names: strings(['pg_catalog', name]), typemod: -1 } } },
  };
}

const sequenceDefaults: Readonly<Record<string, Node>> = {
  increment: { DefElem: { defname: 'increment', arg: { Integer: { ival: 1 } } } },
  minvalue: { DefElem: { defname: 'minvalue' } },
  maxvalue: { DefElem: { defname: 'maxvalue' } },
  cache: { DefElem: { defname: 'cache', arg: { Integer: { ival: 1 } } } },
  cycle: { DefElem: { defname: 'cycle', arg: { Boolean: { boolval: false } } } },
  start: { DefElem: { defname: 'start', arg: { Integer: { ival: 1 } } } },
};

export const changeSequences: Phase = (from, to, scope) =>
  [...to.sequences.values()].flatMap((wanted): readonly Undo[] => {
    const name = nameOf(wanted);
    const found = from.sequences.get(name);
    if (found === undefined || found === wanted || scope.isPassing(wanted.ownedBy?.table ?? '')) return [];
    const changes = optionChanges(found.options, wanted.options).flatMap(({ kind, values }) =>
      kind === 'set'
        ? sequenceOptions({ options: values })
        : Object.keys(values).flatMap((key) => sequenceDefaults[key] ?? []),
    );
    const [was, is] = [ownerText(found.ownedBy), ownerText(wanted.ownedBy)];
    const all = [
      ...(found.dataType === wanted.dataType ? [] : [dataType(wanted.dataType)]),
      ...changes,
      ...(was === is ? [] : [ownedBy(wanted.ownedBy)]),
    ];
    if (all.length === 0) return [];
    return [{ tree: { AlterSeqStmt: { sequence: rangeVar(name), options: all } } }];
  });

function ownerText(owner: { readonly table: string; readonly column: string } | undefined): string {
  return owner === undefined ? '' : `${owner.table}.${owner.column}`;
}

function ownedBy(owner: { readonly table: string; readonly column: string } | undefined): Node {
  const parts = owner === undefined ? strings(['none']) : [...nameParts(owner.table), string(owner.column)];
  return definition('owned_by', { List: { items: parts } });
}
