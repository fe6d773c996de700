import {
  findColumn,
  findTable,
  type Catalog,
  type Constraint,
  type QualifiedName,
  type Table,
} from '../../../catalog';
import type { Phase, Scope, Undo } from '../model';
import { alterTable } from '../trees';
import { constraintNode } from './constraintTrees';
import { changedTables, isSameTree, isSameValue, type Pair } from './pairs';

/** Constraints that are there only in the first schema, or otherwise, foreign keys before what they point to. */
export const dropForeignKeys: Phase = (from, to, scope) =>
  changedTables(from, to, scope).flatMap((pair) =>
    obsolete(pair.from, pair.to, to)
      .filter((constraint) => constraint.kind === 'foreign key' && !goesWithColumns(constraint, pair, scope))
      .map((constraint) => dropOf(pair.name, constraint)),
  );

export const dropConstraints: Phase = (from, to, scope) =>
  changedTables(from, to, scope).flatMap((pair) =>
    obsolete(pair.from, pair.to, to)
      .filter(({ kind }) => kind !== 'foreign key' && kind !== 'not null')
      .filter((constraint) => !goesWithColumns(constraint, pair, scope))
      .toReversed()
      .map((constraint) => dropOf(pair.name, constraint)),
  );

/** Keys first, then checks; a foreign key comes when all tables have theirs. */
export const addConstraints: Phase = (from, to, scope) =>
  missingConstraints(from, to, scope).flatMap(({ name, constraint }) =>
    constraint.kind === 'foreign key' || constraint.kind === 'not null'
      ? []
      : [{ tree: addOf(to, name, constraint) }],
  );

export const addForeignKeys: Phase = (from, to, scope) =>
  missingConstraints(from, to, scope).flatMap(({ name, constraint }): readonly Undo[] => {
    if (constraint.kind !== 'foreign key') return [];
    const isPartitioned = findTable(to, name)?.kind === 'partitioned';
    // A NOT VALID foreign key of a partitioned table is refused before PostgreSQL 18.
    const inTwoSteps =
      constraint.validated && constraint.enforced && !(isPartitioned && scope.serverVersion < 18);
    if (!inTwoSteps) return [{ tree: addOf(to, name, constraint) }];
    return [
      { tree: addOf(to, name, { ...constraint, validated: false }) },
      {
        tree: alterTable(name, { subtype: 'AT_ValidateConstraint', name: constraint.name }),
        remark:
          'Reads all rows. On a large table, let this step run by itself: it then blocks neither reads nor writes.',
      },
    ];
  });

/** Constraints that only have to be checked again, or whose timing changed. */
export const changeConstraints: Phase = (from, to, scope) =>
  changedTables(from, to, scope).flatMap(({ name, from: one, to: other }) =>
    other.constraints.flatMap((wanted): readonly Undo[] => {
      const found = one.constraints.find((constraint) => constraint.name === wanted.name);
      if (found === undefined || !wanted.local || isSameState(found, wanted)) return [];
      if (!isSameTiming(found, wanted) && wanted.kind === 'foreign key') {
        const { deferrable, initiallyDeferred } = wanted;
        const change = {
          ATAlterConstraint: {
            conname: wanted.name,
            alterDeferrability: true,
            deferrable,
            initdeferred: initiallyDeferred,
          },
        };
        return [{ tree: alterTable(name, { subtype: 'AT_AlterConstraint', def: change }) }];
      }
      if (found.validated || !wanted.validated) return [];
      return [{ tree: alterTable(name, { subtype: 'AT_ValidateConstraint', name: wanted.name }) }];
    }),
  );

function missingConstraints(
  from: Catalog,
  to: Catalog,
  scope: Scope,
): readonly { readonly name: QualifiedName; readonly constraint: Constraint }[] {
  const order = ['primary key', 'unique', 'exclusion', 'check', 'not null', 'foreign key'];
  return changedTables(from, to, scope)
    .flatMap(({ name, from: one, to: other }) =>
      other.constraints
        .filter(({ local }) => local)
        .filter((wanted) => !one.constraints.some((found) => found.name === wanted.name))
        .map((constraint) => ({ name, constraint })),
    )
    .toSorted((left, right) => order.indexOf(left.constraint.kind) - order.indexOf(right.constraint.kind));
}

/** Constraints to be dropped: gone in the other schema, or there in a form that no ALTER reaches. */
function obsolete(one: Table, other: Table, to: Catalog): readonly Constraint[] {
  return one.constraints.filter((found) => {
    if (!found.local) return false;
    const wanted = other.constraints.find((constraint) => constraint.name === found.name);
    if (wanted === undefined) return true;
    if (!isSameDefinition(found, wanted, to)) return true;
    const losesValidity = (found.validated && !wanted.validated) || found.enforced !== wanted.enforced;
    return losesValidity || (!isSameTiming(found, wanted) && wanted.kind !== 'foreign key');
  });
}

function isSameDefinition(one: Constraint, other: Constraint, catalog: Catalog): boolean {
  const bare = (constraint: Constraint) => ({
    ...constraint,
    validated: true,
    enforced: true,
    deferrable: false,
    initiallyDeferred: false,
  });
  return isSameTree(
    { Constraint: constraintNode(catalog, bare(one)) },
    { Constraint: constraintNode(catalog, bare(other)) },
  );
}

function isSameState(one: Constraint, other: Constraint): boolean {
  return isSameTiming(one, other) && one.validated === other.validated;
}

function isSameTiming(one: Constraint, other: Constraint): boolean {
  return isSameValue([one.deferrable, one.initiallyDeferred], [other.deferrable, other.initiallyDeferred]);
}

/** A constraint on nothing but columns that go goes with them. */
function goesWithColumns({ columns }: Constraint, { name, from, to }: Pair<Table>, scope: Scope): boolean {
  const isGoing = (column: string) =>
    scope.isPassingColumn(name, column) ||
    (findColumn(to, column) === undefined && findColumn(from, column) !== undefined);
  return columns.length > 0 && columns.every(isGoing);
}

function dropOf(relation: QualifiedName, { name }: Constraint): Undo {
  return { tree: alterTable(relation, { subtype: 'AT_DropConstraint', name }) };
}

function addOf(catalog: Catalog, relation: QualifiedName, constraint: Constraint): Undo['tree'] {
  const def = { Constraint: constraintNode(catalog, constraint) };
  return alterTable(relation, { subtype: 'AT_AddConstraint', def });
}
