import type { AlterDefaultPrivilegesStmt, GrantStmt, Node, ObjectType } from '@pgsql/types';
import { nameOfParts, nodeAs, stringsOf } from '../../sql';
import { withRelation, withSequence, withType } from '../edit';
import type { Catalog, DefaultGrant, QualifiedName, Relation } from '../model';
import { resolveRoutine, resolveUserType } from '../query/resolve';
import { refuse } from '../refusal';
import type { Change } from './change';
import { allPrivileges, grantsAfter, termsOf, type GrantTerms } from './privileges';
import { definitionNamed, roleNames, targetOf } from './reading';
import { matching, replaceRoutine } from './routines';

/** GRANT and REVOKE on objects, or on all objects of a kind in a schema. Databases and servers are not followed. */
export const changeGrants: Change<GrantStmt> = (catalog, statement) => {
  const terms = termsOf(catalog, statement);
  const objects = statement.objects ?? [];
  if (statement.targtype === 'ACL_TARGET_ALL_IN_SCHEMA') {
    return stringsOf(objects).reduce(
      (result, schema) => onAllIn(result, schema, statement.objtype, terms),
      catalog,
    );
  }
  return objects.reduce((result: Catalog, node) => onObject(result, node, statement.objtype, terms), catalog);
};

/** ALTER DEFAULT PRIVILEGES: what objects made later get. */
export const changeDefaultGrants: Change<AlterDefaultPrivilegesStmt> = (catalog, statement) => {
  const { action } = statement;
  const objects = objectsOf(action?.objtype);
  if (action === undefined || objects === undefined) return catalog;
  const terms = termsOf(catalog, action);
  const roles = roleNames(catalog, listOf(statement.options, 'roles'));
  const schemas = stringsOf(listOf(statement.options, 'schemas'));
  const entries = (schemas.length === 0 ? [undefined] : schemas).flatMap((schema) =>
    (roles.length === 0 ? [catalog.session.role] : roles).flatMap((forRole) =>
      terms.grantees.flatMap((grantee) =>
        (terms.privileges ?? allPrivileges[objects]).map((privilege): DefaultGrant => ({
          effect: terms.verb,
          objects,
          schema,
          forRole,
          grantee,
          privilege,
          withGrantOption: terms.grantOption,
        })),
      ),
    ),
  );
  return { ...catalog, defaultGrants: entries.reduce(withEntry, catalog.defaultGrants) };
};

/** A later entry for the same thing replaces the earlier one; a revoke is kept only against a built-in default. */
function withEntry(entries: readonly DefaultGrant[], entry: DefaultGrant): readonly DefaultGrant[] {
  const others = entries.filter(
    (other) =>
      other.objects !== entry.objects ||
      other.schema !== entry.schema ||
      other.forRole !== entry.forRole ||
      other.grantee !== entry.grantee ||
      other.privilege !== entry.privilege,
  );
  const isBuiltIn = entry.grantee === 'public' && entry.objects === 'functions';
  if (entry.effect === 'grant') return [...others, entry];
  // A default of one schema only adds to the global one, so nothing built in can be taken there.
  return isBuiltIn && entry.schema === undefined ? [...others, entry] : others;
}

function onObject(catalog: Catalog, node: Node, type: ObjectType | undefined, terms: GrantTerms): Catalog {
  switch (type) {
    case 'OBJECT_TABLE':
    case 'OBJECT_SEQUENCE':
      return onRelation(catalog, targetOf(catalog, nodeAs(node, 'RangeVar')), terms);
    case 'OBJECT_SCHEMA':
      return onSchema(catalog, stringsOf(node).at(0) ?? '', terms);
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return onType(catalog, node, terms);
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      return onRoutine(catalog, node, terms);
    default:
      return catalog;
  }
}

function onRelation(catalog: Catalog, name: QualifiedName, terms: GrantTerms): Catalog {
  const sequence = catalog.sequences.get(name);
  if (sequence !== undefined) {
    const grants = grantsAfter(sequence.grants, terms, terms.privileges ?? allPrivileges.sequences);
    return withSequence(catalog, { ...sequence, grants });
  }
  const relation = catalog.relations.get(name) ?? refuse(`relation "${name}" is not known to the history`);
  const privileges = terms.privileges ?? allPrivileges.tables;
  const grants = grantsAfter(relation.grants, terms, privileges);
  return withRelation(catalog, withColumnGrants({ ...relation, grants }, terms, privileges));
}

/** A REVOKE on the table also takes the same privilege from each column. */
function withColumnGrants(relation: Relation, terms: GrantTerms, ofTable: readonly string[]): Relation {
  const columns = relation.columns.map((column) => {
    const named = terms.ofColumns.filter((part) => part.columns.includes(column.name));
    const own = named.flatMap((part) =>
      part.privilege === undefined ? allPrivileges.columns : [part.privilege],
    );
    const privileges = terms.verb === 'revoke' ? [...own, ...ofTable] : own;
    return privileges.length === 0
      ? column
      : { ...column, grants: grantsAfter(column.grants, terms, privileges) };
  });
  return { ...relation, columns };
}

function onSchema(catalog: Catalog, name: string, terms: GrantTerms): Catalog {
  const schema = catalog.schemas.get(name) ?? refuse(`schema "${name}" is not known to the history`);
  const grants = grantsAfter(schema.grants, terms, terms.privileges ?? allPrivileges.schemas);
  return { ...catalog, schemas: catalog.schemas.set(name, { ...schema, grants }) };
}

function onType(catalog: Catalog, node: Node, terms: GrantTerms): Catalog {
  const name = resolveUserType(catalog, nameOfParts(node) ?? refuse('the statement names no type'));
  const type = catalog.types.get(name);
  if (type === undefined) return catalog;
  const grants = grantsAfter(type.grants, terms, terms.privileges ?? allPrivileges.types);
  return withType(catalog, { ...type, grants });
}

function onRoutine(catalog: Catalog, node: Node, terms: GrantTerms): Catalog {
  const written = nodeAs(node, 'ObjectWithArgs');
  const name = resolveRoutine(
    catalog,
    nameOfParts(written?.objname) ?? refuse('the statement names no function'),
  );
  return matching(catalog, name, written).reduce(
    (result, routine) =>
      replaceRoutine(result, name, routine, {
        ...routine,
        grants: grantsAfter(routine.grants, terms, terms.privileges ?? allPrivileges.functions),
      }),
    catalog,
  );
}

function onAllIn(catalog: Catalog, schema: string, type: ObjectType | undefined, terms: GrantTerms): Catalog {
  const isInside = (object: { readonly schema: string }) => object.schema === schema;
  switch (type) {
    case 'OBJECT_TABLE':
      return [...catalog.relations.filter(isInside).keys()].reduce(
        (result, name) => onRelation(result, name, terms),
        catalog,
      );
    case 'OBJECT_SEQUENCE':
      return [...catalog.sequences.filter(isInside).keys()].reduce(
        (result, name) => onRelation(result, name, terms),
        catalog,
      );
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE': {
      const routines = catalog.routines.map((overloads) =>
        overloads.map((routine) =>
          isInside(routine) && (type === 'OBJECT_ROUTINE' || `OBJECT_${routine.kind.toUpperCase()}` === type)
            ? {
                ...routine,
                grants: grantsAfter(routine.grants, terms, terms.privileges ?? allPrivileges.functions),
              }
            : routine,
        ),
      );
      return { ...catalog, routines };
    }
    default:
      return catalog;
  }
}

function objectsOf(type: ObjectType | undefined): DefaultGrant['objects'] | undefined {
  switch (type) {
    case 'OBJECT_TABLE':
      return 'tables';
    case 'OBJECT_SEQUENCE':
      return 'sequences';
    case 'OBJECT_FUNCTION':
    case 'OBJECT_ROUTINE':
      return 'functions';
    case 'OBJECT_TYPE':
      return 'types';
    case 'OBJECT_SCHEMA':
      return 'schemas';
    default:
      return undefined;
  }
}

function listOf(options: readonly Node[] | undefined, name: string): readonly Node[] {
  return nodeAs(definitionNamed(options, name)?.arg, 'List')?.items ?? [];
}
