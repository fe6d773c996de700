import type {
  AlterTableCmd,
  DropStmt,
  Node,
  ObjectType,
  ObjectWithArgs,
  RangeVar,
  RoleSpec,
  TypeName,
} from '@pgsql/types';
import { isLeftOut, type ColumnType, type QualifiedName, type Relation, type Routine } from '../../catalog';

/** Trees of the names and statements that restorations are made of; the deparser quotes what needs quotes. */
export function rangeVar(name: QualifiedName): RangeVar {
  const { schema, name: relation } = partsOf(name);
  return {
    ...(isLeftOut(schema) || schema === 'pg_temp' ? {} : { schemaname: schema }),
    relname: relation,
    inh: true,
    relpersistence: 'p',
  };
}

/** A name in parts, without the schema `public`, as most migrations write it. */
export function nameParts(name: QualifiedName): Node[] {
  const { schema, name: object } = partsOf(name);
  return (isLeftOut(schema) || schema === 'pg_temp' ? [object] : [schema, object]).map(string);
}

export function partsOf(name: QualifiedName): { readonly schema: string; readonly name: string } {
  const dot = name.indexOf('.');
  return { schema: name.slice(0, dot), name: name.slice(dot + 1) };
}

export function string(value: string): Node {
  return { String: { sval: value } };
}

export function strings(values: readonly string[]): Node[] {
  return values.map(string);
}

export function list(items: readonly Node[]): Node {
  return { List: { items: [...items] } };
}

export function alterTable(
  relation: QualifiedName,
  command: AlterTableCmd,
  kind: ObjectType = 'OBJECT_TABLE',
): Node {
  return {
    AlterTableStmt: {
      relation: rangeVar(relation),
      cmds: [{ AlterTableCmd: command }],
      objtype: kind,
    },
  };
}

export function drop(kind: ObjectType, object: Node, more: Partial<DropStmt> = {}): Node {
  return { DropStmt: { objects: [object], removeType: kind, behavior: 'DROP_RESTRICT', ...more } };
}

/** A part of a table, such as a policy, as DROP and COMMENT name it. */
export function partOf(relation: QualifiedName, part: string): Node {
  return list([...nameParts(relation), string(part)]);
}

/** A role; the one that runs the migrations where there is no name. */
export function role(name: string | undefined): RoleSpec {
  if (name === undefined) return { roletype: 'ROLESPEC_CURRENT_USER' };
  return name === 'public'
    ? { roletype: 'ROLESPEC_PUBLIC' }
    : { roletype: 'ROLESPEC_CSTRING', rolename: name };
}

export function roles(names: readonly (string | undefined)[]): Node[] {
  return names.map((name) => ({ RoleSpec: role(name) }));
}

/** Types that SQL spells by words of the grammar, which the deparser knows by the name in the system catalog. */
const spelledTypes = new Set([
  'int2',
  'int4',
  'int8',
  'float4',
  'float8',
  'numeric',
  'bool',
  'bpchar',
  'varchar',
  'timestamp',
  'timestamptz',
  'time',
  'timetz',
  'interval',
  'bit',
  'varbit',
]);

export function typeName({ schema, name, modifiers, arrayDimensions }: ColumnType): TypeName {
  const qualifier = schema ?? (spelledTypes.has(name) ? 'pg_catalog' : 'public');
  return {
    names: strings(isLeftOut(qualifier) ? [name] : [qualifier, name]),
    ...(modifiers.length === 0 ? {} : { typmods: modifiers.map(constant) }),
    ...(arrayDimensions === 0
      ? {}
      : { arrayBounds: Array.from({ length: arrayDimensions }, (): Node => ({ Integer: { ival: -1 } })) }),
    typemod: -1,
  };
}

export function constant(value: number | string): Node {
  return typeof value === 'number'
    ? { A_Const: { ival: { ival: value } } }
    : { A_Const: { sval: { sval: value } } };
}

/** `name = value` of a WITH list, from the text that the catalog keeps. */
export function options(values: Readonly<Record<string, string>>): Node[] {
  return Object.entries(values).map(([key, value]): Node => {
    const dot = key.indexOf('.');
    const name =
      dot < 0 ? { defname: key } : { defnamespace: key.slice(0, dot), defname: key.slice(dot + 1) };
    const arg: Node = /^-?\d+$/.test(value) ? { Integer: { ival: Number(value) } } : string(value);
    return { DefElem: { ...name, arg, defaction: 'DEFELEM_UNSPEC' } };
  });
}

/** A routine by its name and input types. */
export function signature(routine: Routine): ObjectWithArgs {
  const inputs = routine.parameters.filter(({ mode }) => mode !== 'out' && mode !== 'table');
  return {
    objname: nameParts(`${routine.schema}.${routine.name}`),
    objargs: inputs.map(({ type }): Node => ({ TypeName: typeName(type) })),
  };
}

export function kindOfRelation(relation: Relation): ObjectType {
  switch (relation.kind) {
    case 'view':
      return 'OBJECT_VIEW';
    case 'materialized view':
      return 'OBJECT_MATVIEW';
    case 'foreign':
      return 'OBJECT_FOREIGN_TABLE';
    case 'table':
    case 'partitioned':
      return 'OBJECT_TABLE';
  }
}

export function kindOfRoutine({ kind }: Routine): ObjectType {
  switch (kind) {
    case 'function':
      return 'OBJECT_FUNCTION';
    case 'procedure':
      return 'OBJECT_PROCEDURE';
    case 'aggregate':
      return 'OBJECT_AGGREGATE';
  }
}
