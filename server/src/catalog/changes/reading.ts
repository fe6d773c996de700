import type { DefElem, Node, RangeVar, RoleSpec } from '@pgsql/types';
import { constantOf, nameOfRangeVar, nodeAs, stringsOf, type WrittenName } from '../../sql';
import type { Catalog, QualifiedName } from '../model';
import { qualify } from '../objectNames';
import { creationSchema, resolveRelation, temporarySchema } from '../query/resolve';
import { refuse } from '../refusal';

/** The relation that a statement names. */
export function targetOf(catalog: Catalog, relation: RangeVar | undefined): QualifiedName {
  const written = nameOfRangeVar(relation);
  return written === undefined
    ? refuse('the statement names no relation')
    : resolveRelation(catalog, written);
}

/** Where a new relation of that name comes to lie. */
export function newRelationName(
  catalog: Catalog,
  relation: RangeVar | undefined,
): { readonly schema: string; readonly name: string } {
  const written = nameOfRangeVar(relation) ?? refuse('the statement names no relation');
  const isTemporary = relation?.relpersistence === 't';
  return { schema: isTemporary ? temporarySchema : newSchemaOf(catalog, written), name: written.name };
}

/** Where a new type or routine of that name comes to lie. */
export function newObjectName(
  catalog: Catalog,
  written: WrittenName | undefined,
): { readonly schema: string; readonly name: string } {
  if (written === undefined) return refuse('the statement names no object');
  return { schema: newSchemaOf(catalog, written), name: written.name };
}

function newSchemaOf(catalog: Catalog, written: WrittenName): string {
  return written.schema ?? creationSchema(catalog);
}

/** A table and something of it, such as a policy, as DROP and COMMENT name them: `schema.table.part` in a list. */
export function partOfTable(
  catalog: Catalog,
  object: Node | undefined,
): { readonly table: QualifiedName; readonly part: string } {
  const names = stringsOf(object);
  const [part, table, schema] = [names.at(-1), names.at(-2), names.at(-3)];
  if (part === undefined || table === undefined) return refuse('the statement names no table');
  return {
    table: schema === undefined ? resolveRelation(catalog, { schema, name: table }) : qualify(schema, table),
    part,
  };
}

/** A role's name; `public` for everybody; undefined for the role that runs the migrations. */
export function roleName(catalog: Catalog, role: RoleSpec | undefined): string | undefined {
  switch (role?.roletype) {
    case 'ROLESPEC_CSTRING':
      return role.rolename;
    case 'ROLESPEC_PUBLIC':
      return 'public';
    case 'ROLESPEC_CURRENT_ROLE':
    case 'ROLESPEC_CURRENT_USER':
      return catalog.session.role;
    case 'ROLESPEC_SESSION_USER':
    case undefined:
      return undefined;
  }
}

export function roleNames(catalog: Catalog, roles: readonly Node[] | undefined): readonly string[] {
  return (roles ?? []).flatMap((node) => roleName(catalog, nodeAs(node, 'RoleSpec')) ?? []);
}

/** The options of a WITH or SET list; an option without a value is `true`. */
export function optionsOf(definitions: readonly Node[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (definitions ?? []).flatMap((node) => {
      const definition = nodeAs(node, 'DefElem');
      if (definition?.defname === undefined) return [];
      const prefix = definition.defnamespace === undefined ? '' : `${definition.defnamespace}.`;
      return [[prefix + definition.defname, definitionText(definition)]];
    }),
  );
}

/** Options with those that a SET list gives put in, or those that a RESET list names taken out. */
export function withoutOptions(
  options: Readonly<Record<string, string>>,
  definitions: readonly Node[] | undefined,
): Readonly<Record<string, string>> {
  const removed = new Set(Object.keys(optionsOf(definitions)));
  return Object.fromEntries(Object.entries(options).filter(([name]) => !removed.has(name)));
}

/** The value of a definition as text. */
export function definitionText(definition: DefElem): string {
  return definition.arg === undefined ? 'true' : valueText(definition.arg);
}

export function definitionNamed(definitions: readonly Node[] | undefined, name: string): DefElem | undefined {
  return (definitions ?? [])
    .map((node) => nodeAs(node, 'DefElem'))
    .find((definition) => definition?.defname === name);
}

/** A definition that is there and not false. */
export function isOn(definition: DefElem | undefined): boolean {
  return definition !== undefined && definitionText(definition) !== 'false';
}

export function valueText(node: Node): string {
  const text = nodeAs(node, 'String')?.sval ?? nodeAs(node, 'Float')?.fval;
  if (text !== undefined) return text;
  const integer = nodeAs(node, 'Integer');
  if (integer !== undefined) return String(integer.ival ?? 0);
  const boolean = nodeAs(node, 'Boolean');
  if (boolean !== undefined) return String(boolean.boolval ?? false);
  const typeName = nodeAs(node, 'TypeName');
  if (typeName !== undefined) return stringsOf(typeName.names).at(-1) ?? '';
  if (nodeAs(node, 'List') !== undefined) return stringsOf(node).join('.');
  return String(constantOf(node) ?? '');
}
