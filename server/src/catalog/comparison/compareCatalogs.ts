import { sqlOf } from '../../sql';
import type { Catalog, Origin, QualifiedName } from '../model';
import { addGrants, recordText, type Part, type Parts } from './parts';
import { addRelation, addIndex } from './relationParts';
import { addType, addRoutine, addDefaultGrant, withoutDefaults } from './otherParts';

/** An object that is not the same in two schemas. */
export interface CatalogDifference {
  /** In words: `column public.accounts.plan`, `policy own on public.accounts`. */
  readonly object: string;
  /** The relation that it is or belongs to. */
  readonly relation: QualifiedName | undefined;
  readonly kind: 'missing' | 'left over' | 'changed';
  /** What of it changed: `type`, `default`. */
  readonly attributes: readonly string[];
  /** Where the first schema's history made or last changed it. */
  readonly origin: Origin | undefined;
}

/**
 * What is different in the second schema: objects that are missing, left over or changed. Where columns stand, where
 * statements stand in files and how expressions are spelled does not count.
 */
export function compareCatalogs(one: Catalog, other: Catalog): readonly CatalogDifference[] {
  const [before, after] = differingParts(one, other);
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((object) => {
    const difference = compareParts(object, before.get(object), after.get(object));
    return difference === undefined ? [] : [difference];
  });
}

function compareParts(
  object: string,
  before: Part | undefined,
  after: Part | undefined,
): CatalogDifference | undefined {
  if (before === undefined || after === undefined) {
    const part = before ?? after;
    const kind = after === undefined ? 'missing' : 'left over';
    return { object, relation: part?.relation, kind, attributes: [], origin: part?.origin };
  }
  const attributes = Object.keys({ ...before.attributes, ...after.attributes }).filter(
    (name) => (before.attributes[name] ?? '') !== (after.attributes[name] ?? ''),
  );
  if (attributes.length === 0) return undefined;
  return { object, relation: before.relation, kind: 'changed', attributes, origin: after.origin };
}

/** The parts of what the two catalogs do not share; what they share is the same object in both. */
function differingParts(one: Catalog, other: Catalog): readonly [Parts, Parts] {
  const sides: readonly [Parts, Parts] = [new Map(), new Map()];
  const add = (
    select: (catalog: Catalog) => Lookup,
    describe: (catalog: Catalog, key: string, parts: Parts) => void,
  ) => {
    const [first, second] = [select(one), select(other)];
    if (first === second) return;
    const differing = new Set([...first.keys(), ...second.keys()]);
    for (const key of differing) {
      if (first.get(key) === second.get(key)) continue;
      if (first.has(key)) describe(one, key, sides[0]);
      if (second.has(key)) describe(other, key, sides[1]);
    }
  };
  add(
    (catalog) => catalog.relations,
    (catalog, key, parts) => {
      const relation = catalog.relations.get(key);
      if (relation !== undefined && relation.schema !== 'pg_temp') addRelation(parts, relation);
    },
  );
  add(
    (catalog) => catalog.indexes,
    (catalog, key, parts) => {
      const index = catalog.indexes.get(key);
      if (index !== undefined && index.schema !== 'pg_temp') addIndex(parts, index);
    },
  );
  add(
    (catalog) => catalog.sequences,
    (catalog, key, parts) => {
      const sequence = catalog.sequences.get(key);
      if (sequence === undefined) return;
      parts.set(`sequence ${key}`, {
        relation: sequence.ownedBy?.table,
        origin: sequence.origin,
        attributes: {
          owner: sequence.owner ?? '',
          'data type': sequence.dataType,
          options: recordText(withoutDefaults(sequence.options)),
          'owned by': `${sequence.ownedBy?.table ?? ''}.${sequence.ownedBy?.column ?? ''}`,
        },
      });
      addGrants(parts, `sequence ${key}`, sequence.grants, undefined);
    },
  );
  add(
    (catalog) => catalog.types,
    (catalog, key, parts) => {
      const type = catalog.types.get(key);
      if (type !== undefined) addType(parts, type);
    },
  );
  add(
    (catalog) => catalog.routines,
    (catalog, key, parts) => {
      for (const routine of catalog.routines.get(key) ?? []) addRoutine(parts, routine);
    },
  );
  add(
    (catalog) => catalog.schemas,
    (catalog, key, parts) => {
      const schema = catalog.schemas.get(key);
      if (schema === undefined) return;
      const attributes = { owner: schema.owner ?? '' };
      parts.set(`schema ${key}`, { relation: undefined, origin: schema.origin, attributes });
      addGrants(parts, `schema ${key}`, schema.grants, undefined);
    },
  );
  add(
    (catalog) => catalog.extensions,
    (catalog, key, parts) => {
      parts.set(`extension ${key}`, {
        relation: undefined,
        origin: catalog.extensions.get(key),
        attributes: {},
      });
    },
  );
  add(
    (catalog) => catalog.definitions,
    (catalog, key, parts) => {
      const definition = catalog.definitions.get(key);
      if (definition === undefined) return;
      const [label = '', ...name] = key.split(' ');
      parts.set(
        `${label.toLowerCase().replace('statistic_ext', 'statistics').replace('_', ' ')} ${name.join(' ')}`,
        {
          relation: undefined,
          origin: definition.origin,
          attributes: { definition: sqlOf(definition.statement), alterations: String(definition.altered) },
        },
      );
    },
  );
  add(
    (catalog) => catalog.roles,
    (catalog, key, parts) => {
      const role = catalog.roles.get(key);
      if (role === undefined) return;
      parts.set(`role ${key}`, {
        relation: undefined,
        origin: role.origin,
        attributes: {
          attributes: [...role.attributes].sort().join(),
          memberships: [...role.memberOf].sort().join(),
        },
      });
    },
  );
  add(
    (catalog) => catalog.comments,
    (catalog, key, parts) => {
      const space = key.indexOf(' ');
      const [kind, name] = [key.slice(0, space).toLowerCase(), key.slice(space + 1)];
      const relation = name.split('.').slice(0, 2).join('.');
      parts.set(`comment on ${kind.replace('tabconstraint', 'constraint').replace('_', ' ')} ${name}`, {
        relation,
        origin: undefined,
        attributes: { text: catalog.comments.get(key) ?? '' },
      });
    },
  );
  if (one.defaultGrants !== other.defaultGrants) {
    for (const grant of one.defaultGrants) addDefaultGrant(sides[0], grant);
    for (const grant of other.defaultGrants) addDefaultGrant(sides[1], grant);
  }
  return sides;
}

/** What every map of the catalog can be asked, whatever it holds. */
interface Lookup {
  keys(): Iterable<string>;
  get(key: string): unknown;
  has(key: string): boolean;
}
