import type { ColumnDef, Node } from '@pgsql/types';
import { nameOf, type Column, type DomainCheck, type UserType } from '../../../catalog';
import type { Phase, Undo } from '../model';
import { nameParts, rangeVar, strings, typeName } from '../trees';
import { isSameTree, isSameValue } from './pairs';

/** Enums, domains, composite and range types that are missing, in the order in which they were made. */
export const createTypes: Phase = (from, to) =>
  [...to.types.values()]
    .filter((type) => !from.types.has(nameOf(type)))
    .flatMap((type) => {
      const tree = createType(type);
      return tree === undefined ? [] : [{ tree }];
    });

export function createType(type: UserType): Node | undefined {
  const name = nameParts(nameOf(type));
  switch (type.kind) {
    case 'enum':
      return { CreateEnumStmt: { typeName: name, vals: strings(type.labels) } };
    case 'composite':
      return {
        CompositeTypeStmt: {
          typevar: rangeVar(nameOf(type)),
          coldeflist: type.attributes.map((attribute): Node => ({
            ColumnDef: { colname: attribute.name, ...typeOf(attribute), is_local: true },
          })),
        },
      };
    case 'domain':
      return {
        CreateDomainStmt: {
          domainname: name,
          typeName: typeName(type.base),
          constraints: [
            ...(type.default === undefined
              ? []
              : [{ Constraint: { contype: 'CONSTR_DEFAULT' as const, raw_expr: type.default } }]),
            ...(type.notNull ? [{ Constraint: { contype: 'CONSTR_NOTNULL' as const } }] : []),
            ...type.checks
              .filter(({ validated }) => validated)
              .map((check): Node => ({ Constraint: checkNode(check) })),
          ],
        },
      };
    case 'range':
      if (type.subtype === undefined) return undefined;
      return {
        CreateRangeStmt: {
          typeName: name,
          params: [{ DefElem: { defname: 'subtype', arg: { TypeName: typeName(type.subtype) } } }],
        },
      };
    case 'base':
      return undefined;
  }
}

function checkNode(check: DomainCheck) {
  return {
    contype: 'CONSTR_CHECK' as const,
    conname: check.name,
    raw_expr: check.expression,
    skip_validation: !check.validated,
    initially_valid: check.validated,
    is_enforced: true,
  };
}

export const changeDomains: Phase = (from, to) =>
  [...to.types.values()].flatMap((wanted): readonly Undo[] => {
    const found = from.types.get(nameOf(wanted));
    if (found?.kind !== 'domain' || wanted.kind !== 'domain' || found === wanted) return [];
    const name = nameParts(nameOf(wanted));
    const alter = (subtype: string, more: object = {}): Undo => ({
      tree: { AlterDomainStmt: { subtype, typeName: name, behavior: 'DROP_RESTRICT', ...more } },
    });
    const isKept = (check: DomainCheck, others: readonly DomainCheck[]) =>
      others.some((other) => other.name === check.name && isSameTree(other.expression, check.expression));
    const staysValid = (check: DomainCheck) =>
      isKept(check, wanted.checks) &&
      !(check.validated && wanted.checks.some((other) => other.name === check.name && !other.validated));
    const gone = found.checks.filter((check) => !staysValid(check));
    const kept = found.checks.filter(staysValid);
    return [
      ...gone.map((check) => alter('X', { name: check.name })),
      ...wanted.checks
        .filter((check) => !isKept(check, kept))
        .map((check) => alter('C', { def: { Constraint: checkNode(check) } })),
      ...wanted.checks
        .filter(
          (check) =>
            check.validated && kept.some(({ name: other, validated }) => other === check.name && !validated),
        )
        .map((check) => alter('V', { name: check.name })),
      ...(isSameTree(found.default, wanted.default)
        ? []
        : [alter('T', wanted.default === undefined ? {} : { def: wanted.default })]),
      ...(found.notNull === wanted.notNull ? [] : [alter(wanted.notNull ? 'O' : 'N')]),
    ];
  });

export const changeCompositeTypes: Phase = (from, to) =>
  [...to.types.values()].flatMap((wanted): readonly Undo[] => {
    const found = from.types.get(nameOf(wanted));
    if (found?.kind !== 'composite' || wanted.kind !== 'composite' || found === wanted) return [];
    const alter = (command: object): Undo => ({
      tree: {
        AlterTableStmt: {
          relation: rangeVar(nameOf(wanted)),
          cmds: [{ AlterTableCmd: { behavior: 'DROP_RESTRICT', ...command } }],
          objtype: 'OBJECT_TYPE',
        },
      },
    });
    return [
      ...found.attributes
        .filter(({ name }) => findAttribute(wanted.attributes, name) === undefined)
        .map(({ name }) => alter({ subtype: 'AT_DropColumn', name })),
      ...wanted.attributes.flatMap((attribute): readonly Undo[] => {
        const { name } = attribute;
        const before = findAttribute(found.attributes, name);
        const target = { ColumnDef: { colname: name, ...typeOf(attribute), is_local: true } };
        if (before === undefined) return [alter({ subtype: 'AT_AddColumn', def: target })];
        if (isSameValue(typeOf(before), typeOf(attribute))) return [];
        return [alter({ subtype: 'AT_AlterColumnType', name, def: { ColumnDef: typeOf(attribute) } })];
      }),
    ];
  });

function typeOf({ type, collation }: Column): Pick<ColumnDef, 'typeName' | 'collClause'> {
  return {
    typeName: typeName(type),
    ...(collation === undefined ? {} : { collClause: { collname: strings([collation]) } }),
  };
}

function findAttribute(attributes: Extract<UserType, { kind: 'composite' }>['attributes'], name: string) {
  return attributes.find((attribute) => attribute.name === name);
}
