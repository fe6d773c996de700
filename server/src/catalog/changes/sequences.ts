import type { AlterSeqStmt, CreateSeqStmt, DefElem, Node } from '@pgsql/types';
import { nodeAs, stringsOf } from '../../sql';
import { withSequence } from '../edit';
import type { Catalog, Sequence } from '../model';
import { isRelationNameTaken, qualify } from '../objectNames';
import { refuse } from '../refusal';
import type { Change } from './change';
import { grantsForNew } from './defaultGrants';
import {
  definitionNamed,
  definitionText,
  newRelationName,
  optionsOf,
  partOfTable,
  targetOf,
} from './reading';

export const createSequence: Change<CreateSeqStmt> = (catalog, statement, origin) => {
  const { schema, name } = newRelationName(catalog, statement.sequence);
  if (isRelationNameTaken(catalog, qualify(schema, name))) {
    return statement.if_not_exists === true ? catalog : refuse(`relation "${schema}.${name}" already exists`);
  }
  const owner = catalog.session.role;
  const sequence: Sequence = {
    schema,
    name,
    origin,
    owner,
    grants: grantsForNew(catalog, 'sequences', schema, owner),
    ownedBy: undefined,
    identity: false,
    dataType: 'int8',
    options: {},
  };
  return withSequence(catalog, withDefinitions(catalog, sequence, statement.options));
};

export const alterSequence: Change<AlterSeqStmt> = (catalog, statement) => {
  const name = targetOf(catalog, statement.sequence);
  const sequence = catalog.sequences.get(name);
  if (sequence === undefined) {
    return statement.missing_ok === true ? catalog : refuse(`relation "${name}" is not known to the history`);
  }
  return withSequence(catalog, withDefinitions(catalog, sequence, statement.options));
};

function withDefinitions(
  catalog: Catalog,
  sequence: Sequence,
  definitions: readonly Node[] | undefined,
): Sequence {
  const type = definitionNamed(definitions, 'as');
  const owner = definitionNamed(definitions, 'owned_by');
  return {
    ...sequence,
    dataType: type === undefined ? sequence.dataType : definitionText(type),
    ownedBy: owner === undefined ? sequence.ownedBy : ownedBy(catalog, owner),
    options: { ...sequence.options, ...optionsOf(withoutKnown(definitions)) },
  };
}

/** What the sequence itself does not hold: its type, its owner and where it stands are no options. */
function withoutKnown(definitions: readonly Node[] | undefined): readonly Node[] {
  const known = ['as', 'owned_by', 'restart'];
  return (definitions ?? []).filter((node) => !known.includes(nodeAs(node, 'DefElem')?.defname ?? ''));
}

function ownedBy(catalog: Catalog, definition: DefElem): Sequence['ownedBy'] {
  if (stringsOf(definition.arg).join() === 'none') return undefined;
  const list = nodeAs(definition.arg, 'List');
  if (list === undefined) return undefined;
  const { table, part } = partOfTable(catalog, { List: list });
  return { table, column: part };
}
