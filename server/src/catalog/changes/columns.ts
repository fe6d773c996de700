import type { ColumnDef, Constraint as ConstraintNode, Node } from '@pgsql/types';
import { nodeAs, stringsOf } from '../../sql';
import { changeColumn, withSequence } from '../edit';
import type { Catalog, Column, ColumnType, Origin, QualifiedName } from '../model';
import { chooseRelationName, partsOf, qualify } from '../objectNames';
import { columnTypeOf } from '../query/resolve';
import type { Declaration } from './declaration';
import { grantsForNew } from './defaultGrants';
import { optionsOf } from './reading';

const serialTypes: Readonly<Record<string, string>> = {
  serial: 'int4',
  serial4: 'int4',
  bigserial: 'int8',
  serial8: 'int8',
  smallserial: 'int2',
  serial2: 'int2',
};

/** The column of a definition, without what needs the table: sequences and constraints. */
export function columnOf(catalog: Catalog, definition: ColumnDef, origin: Origin): Column {
  const written = columnTypeOf(catalog, definition.typeName);
  const constraints = columnConstraints(definition);
  const generated = constraints.find((constraint) => constraint.contype === 'CONSTR_GENERATED');
  const identity = constraints.find((constraint) => constraint.contype === 'CONSTR_IDENTITY');
  const type = serialType(written) ?? written;
  return {
    name: definition.colname ?? '',
    type,
    notNull: false,
    default: storedDefault(
      catalog,
      constraints.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr,
      type,
    ),
    identity: identity === undefined ? undefined : identityKind(identity.generated_when),
    generated:
      generated?.raw_expr === undefined
        ? undefined
        : {
            expression: generated.raw_expr,
            storage: generated.generated_kind === 's' ? 'stored' : 'virtual',
          },
    collation: stringsOf(definition.collClause?.collname).at(-1),
    storage: definition.storage_name?.toLowerCase(),
    statistics: undefined,
    options: optionsOf(definition.fdwoptions),
    grants: [],
    local: true,
    origin,
  };
}

/** Makes the sequences that a column's serial type or identity needs. */
export function addColumnSequences(
  catalog: Catalog,
  table: QualifiedName,
  definition: ColumnDef,
  origin: Origin,
): Catalog {
  const column = definition.colname ?? '';
  const integer = serialType(columnTypeOf(catalog, definition.typeName));
  if (integer !== undefined) {
    const made = addOwnedSequence(catalog, table, column, { dataType: integer.name, use: 'serial' }, origin);
    return changeColumn(made.catalog, table, column, (found) => ({
      ...found,
      default: nextValue(made.sequence),
    }));
  }
  const identity = columnConstraints(definition).find(
    (constraint) => constraint.contype === 'CONSTR_IDENTITY',
  );
  if (identity === undefined) return catalog;
  const dataType = columnTypeOf(catalog, definition.typeName).name;
  const options = optionsOf(identity.options);
  return addOwnedSequence(catalog, table, column, { dataType, use: 'identity', options }, origin).catalog;
}

export interface SequenceWish {
  readonly dataType: string;
  readonly use: 'serial' | 'identity';
  readonly options?: Readonly<Record<string, string>>;
}

export function addOwnedSequence(
  catalog: Catalog,
  table: QualifiedName,
  column: string,
  wish: SequenceWish,
  origin: Origin,
): { readonly catalog: Catalog; readonly sequence: QualifiedName } {
  const { schema, name: tableName } = partsOf(table);
  const parts = { table: tableName, columns: [column], label: 'seq' };
  const { sequence_name: chosen, ...options } = wish.options ?? {};
  const name = chosen?.split('.').at(-1) ?? chooseRelationName(catalog, schema, parts, 'relation');
  const owner = catalog.relations.get(table)?.owner;
  const sequence = {
    schema,
    name,
    origin,
    owner,
    grants: grantsForNew(catalog, 'sequences', schema, owner),
    ownedBy: { table, column },
    identity: wish.use === 'identity',
    dataType: wish.dataType,
    options,
  };
  return { catalog: withSequence(catalog, sequence), sequence: qualify(schema, name) };
}

/** A column's constraints as declarations that `addConstraint` takes. */
export function constraintsOfColumn(
  definition: ColumnDef,
  rows: Declaration['rows'],
  recursion: Declaration['recursion'],
): readonly Declaration[] {
  const declarations = columnConstraints(definition).map((node): Declaration => ({
    node,
    column: definition.colname,
    rows,
    recursion,
  }));
  const needsNotNull =
    isSerial(definition) || declarations.some(({ node }) => node.contype === 'CONSTR_IDENTITY');
  const hasNotNull = declarations.some(({ node }) => node.contype === 'CONSTR_NOTNULL');
  if (!needsNotNull || hasNotNull) return declarations;
  const implied: Declaration = {
    node: { contype: 'CONSTR_NOTNULL' },
    column: definition.colname,
    rows,
    recursion,
  };
  return [implied, ...declarations];
}

/** The constraints beside a column, each with the DEFERRABLE, INITIALLY and ENFORCED words that follow it put in. */
export function columnConstraints(definition: ColumnDef): readonly ConstraintNode[] {
  const constraints: ConstraintNode[] = [];
  for (const item of definition.constraints ?? []) {
    const node = nodeAs(item, 'Constraint');
    if (node === undefined) continue;
    const last = constraints.at(-1);
    const attribute = attributeOf(node);
    if (attribute === undefined) constraints.push(node);
    else if (last !== undefined) constraints[constraints.length - 1] = { ...last, ...attribute };
  }
  return constraints;
}

/**
 * The default as the server stores it: none for a bare NULL, unless the type has a length or is a domain, which both
 * wrap the constant into a check of their own.
 */
export function storedDefault(
  catalog: Catalog,
  expression: Node | undefined,
  type: ColumnType,
): Node | undefined {
  const isDomain = catalog.types.get(qualify(type.schema ?? '', type.name))?.kind === 'domain';
  return type.modifiers.length === 0 && !isDomain && isNull(expression) ? undefined : expression;
}

function isNull(expression: Node | undefined): boolean {
  const cast = nodeAs(expression, 'TypeCast');
  if (cast !== undefined) return cast.typeName?.typmods === undefined && isNull(cast.arg);
  return nodeAs(expression, 'A_Const')?.isnull === true;
}

export function identityKind(code: string | undefined): 'always' | 'by default' {
  return code === 'a' ? 'always' : 'by default';
}

/** `nextval('schema.sequence'::regclass)`, as the server writes a serial column's default. */
export function nextValue(sequence: QualifiedName): Node {
  return {
    FuncCall: {
      funcname: [{ String: { sval: 'nextval' } }],
      args: [
        {
          TypeCast: {
            arg: { A_Const: { sval: { sval: sequence } } },
            typeName: { names: [{ String: { sval: 'regclass' } }], typemod: -1 },
          },
        },
      ],
      funcformat: 'COERCE_EXPLICIT_CALL',
    },
  };
}

function attributeOf(node: ConstraintNode): Partial<ConstraintNode> | undefined {
  switch (node.contype) {
    case 'CONSTR_ATTR_DEFERRABLE':
      return { deferrable: true };
    case 'CONSTR_ATTR_NOT_DEFERRABLE':
      return { deferrable: false };
    case 'CONSTR_ATTR_DEFERRED':
      return { deferrable: true, initdeferred: true };
    case 'CONSTR_ATTR_IMMEDIATE':
      return { initdeferred: false };
    case 'CONSTR_ATTR_ENFORCED':
      return { is_enforced: true };
    case 'CONSTR_ATTR_NOT_ENFORCED':
      return { is_enforced: false };
    default:
      return undefined;
  }
}

function isSerial(definition: ColumnDef): boolean {
  const names = stringsOf(definition.typeName?.names);
  return names.length === 1 && Object.hasOwn(serialTypes, names[0] ?? '');
}

function serialType(type: ColumnType): ColumnType | undefined {
  const integer = type.schema === undefined ? serialTypes[type.name] : undefined;
  return integer === undefined ? undefined : { ...type, name: integer };
}
