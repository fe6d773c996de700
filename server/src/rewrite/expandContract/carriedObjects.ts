import {
  applyStatement,
  chooseRelationName,
  findTable,
  indexesOf,
  nameOf,
  qualify,
  quoted,
  quotedName,
  referencingForeignKeys,
  type Catalog,
  type Constraint,
  type Index,
  type Table,
} from '../../catalog';
import { nodeAs, sqlOf } from '../../sql';
import { constraintNode } from '../rollback/restore/constraintTrees';
import { indexStatement } from '../rollback/restore/indexes';
import { alterTable } from '../rollback/trees';
import type { TableSplitting } from './model';
import { swapNames, type Reversible } from './reversible';

/** What stands on the old column and has to stand on the new one. */
export interface Carried {
  readonly indexes: readonly CarriedIndex[];
  readonly constraints: readonly CarriedConstraint[];
  /** Foreign keys of other tables, or of this one, that point to the column. */
  readonly references: readonly CarriedReference[];
}

export interface CarriedIndex {
  /** Builds it on the new column without blocking writers. */
  readonly build: Reversible;
  /** Takes the key away from the old column, whose index goes with it; nothing for an index that serves no constraint. */
  readonly release: Reversible;
  /** Gives the new index the name of the old one, and the constraint that it serves. */
  readonly settle: Reversible;
  /** Drops what is left of the old index; on the way back it is built without blocking writers. */
  readonly retire: Reversible;
}

export interface CarriedConstraint {
  /** Adds it for new rows only. */
  readonly add: string;
  readonly validate: string;
  readonly settle: Reversible;
  readonly retire: RetiredConstraint;
}

/** What takes a constraint of the old column away and, on the way back, adds it for new rows and then checks all. */
export interface RetiredConstraint {
  readonly drop: string;
  readonly add: string;
  readonly validate: string;
}

export interface CarriedReference {
  readonly name: string;
  /** Points to the new column, for new rows only. */
  readonly add: Reversible;
  /** On the way back the old one is checked. */
  readonly validate: Reversible;
  readonly release: Reversible;
  readonly settle: Reversible;
}

/** A column, its successor's name while both are there, and its own name once it has been succeeded. */
export interface ColumnNames {
  readonly column: string;
  readonly interim: string;
  readonly final: string;
  readonly retired: string;
}

/** The schema as it would be if the column had another name: what changes in it is what has to be carried. */
interface Renamed {
  readonly catalog: Catalog;
  readonly table: Table;
}

/** The indexes, constraints and references of `column`. */
export function carriedBy(splitting: TableSplitting, names: ColumnNames): Carried {
  const { catalog, table, name } = splitting;
  const interim = renamedTo(names.interim, names.column, splitting);
  const retired = renamedTo(names.retired, names.column, splitting);
  const pointsHere = (constraint: Constraint) =>
    constraint.kind === 'foreign key' &&
    constraint.references === name &&
    constraint.referencedColumns.includes(names.column);
  const constraints = table.constraints.filter(
    (constraint) =>
      (constraint.kind === 'check' || constraint.kind === 'foreign key') &&
      !pointsHere(constraint) &&
      isChanged(constraint, constraintNamed(interim.table, constraint.name)),
  );
  return {
    indexes: indexesOf(catalog, name)
      .filter((index) => isChanged(index, interim.catalog.indexes.get(nameOf(index))))
      .map((index) => carriedIndex(index, table, interim.catalog, retired.catalog, names)),
    constraints: constraints.map((constraint) => carriedConstraint(constraint, interim, retired)),
    references: referencingForeignKeys(catalog, name)
      .filter(({ constraint }) => constraint.local && pointsHere(constraint))
      .map(({ table: from, constraint }) => carriedReference(from, constraint, catalog, interim.catalog)),
  };
}

/** The server itself would put the new name wherever the old one stands, and so does the model of it. */
function renamedTo(to: string, from: string, { catalog, name, table, place }: TableSplitting): Renamed {
  if (to === from) return { catalog, table };
  const [rename] = place.parse(
    `ALTER TABLE ${quotedName(name)} RENAME COLUMN ${quoted(from)} TO ${quoted(to)}`,
  ).statements;
  const renamed = rename === undefined ? catalog : applyStatement(catalog, rename, '');
  return { catalog: renamed, table: findTable(renamed, name) ?? table };
}

function isChanged(before: object, after: object | undefined): boolean {
  return after !== undefined && JSON.stringify(before) !== JSON.stringify(after);
}

function constraintNamed(table: Table | undefined, name: string): Constraint | undefined {
  return table?.constraints.find((constraint) => constraint.name === name);
}

function carriedIndex(
  index: Index,
  table: Table,
  interim: Catalog,
  retired: Catalog,
  { column, final }: ColumnNames,
): CarriedIndex {
  const { schema } = table;
  const freeName = (label: string) =>
    chooseRelationName(interim, schema, { table: index.name, columns: [], label }, 'relation');
  const [next, old] = [freeName('new'), freeName('old')];
  const built = (catalog: Catalog, name: string) =>
    sqlOf(indexStatement({ ...(catalog.indexes.get(nameOf(index)) ?? index), name }, true));
  const inSchema = (name: string) => quotedName(qualify(schema, name));
  const dropped = (name: string) => `DROP INDEX CONCURRENTLY IF EXISTS ${inSchema(name)}`;
  const build = { up: [built(interim, next)], down: [dropped(next)] };
  const constraint = table.constraints.find(({ name }) => name === index.constraint);
  if (constraint === undefined) {
    const rename = (from: string, to: string) => `ALTER INDEX ${inSchema(from)} RENAME TO ${quoted(to)}`;
    const settle = swapNames(rename, { name: index.name, next, retired: old });
    const retire = { up: [dropped(old)], down: [built(retired, old)] };
    return { build, release: { up: [], down: [] }, settle, retire };
  }
  const alter = `ALTER TABLE ${quotedName(nameOf(table))}`;
  const key = quoted(constraint.name);
  const kind = constraint.kind === 'primary key' ? 'PRIMARY KEY' : 'UNIQUE';
  const using = (name: string) =>
    `${alter} ADD CONSTRAINT ${key} ${kind} USING INDEX ${quoted(name)}${deferral(constraint)}`;
  return {
    build,
    release: {
      up: [
        column === final || kind === 'PRIMARY KEY'
          ? `${alter} DROP CONSTRAINT ${key}`
          : `-- tenantsafe-ignore pg-drop-constraint: it is added again below, on ${final}\n${alter} DROP CONSTRAINT ${key}`,
      ],
      down: [
        `-- Blocks writes unless the rollback of the migration after this one, or CREATE INDEX CONCURRENTLY by hand, has built it\n${builtIfMissing({ ...index, name: old })}`,
        using(old),
      ],
    },
    settle: {
      up: [using(next)],
      down: [
        `-- irreversible: the index ${next} goes with the constraint; build it CONCURRENTLY again before the next swap\n${alter} DROP CONSTRAINT ${key}`,
      ],
    },
    retire: {
      up: [dropped(old)],
      down: [
        `-- irreversible: ${old} stays for the rollback of the swap, which makes a constraint of it\n${built(retired, old)}`,
      ],
    },
  };
}

function builtIfMissing(index: Index): string {
  const statement = nodeAs(indexStatement(index, false), 'IndexStmt');
  return sqlOf({ IndexStmt: { ...statement, if_not_exists: true } });
}

function deferral({ deferrable, initiallyDeferred }: Constraint): string {
  if (!deferrable) return '';
  return initiallyDeferred ? ' DEFERRABLE INITIALLY DEFERRED' : ' DEFERRABLE';
}

function carriedConstraint(constraint: Constraint, interim: Renamed, retired: Renamed): CarriedConstraint {
  const { name } = constraint;
  const [next, old] = [suffixed(name, 'new'), suffixed(name, 'old')];
  const alter = `ALTER TABLE ${quotedName(nameOf(interim.table))}`;
  const validate = (which: string) => `${alter} VALIDATE CONSTRAINT ${quoted(which)}`;
  const rename = (from: string, to: string) => `${alter} RENAME CONSTRAINT ${quoted(from)} TO ${quoted(to)}`;
  return {
    add: added(constraintNamed(interim.table, name) ?? constraint, next, interim.table, interim.catalog),
    validate: validate(next),
    settle: swapNames(rename, { name, next, retired: old }),
    retire: {
      drop: `${alter} DROP CONSTRAINT ${quoted(old)}`,
      add: added(constraintNamed(retired.table, name) ?? constraint, old, retired.table, retired.catalog),
      validate: validate(old),
    },
  };
}

function carriedReference(
  from: Table,
  constraint: Constraint,
  catalog: Catalog,
  interim: Catalog,
): CarriedReference {
  const { name } = constraint;
  const next = suffixed(name, 'new');
  const alter = `ALTER TABLE ${quotedName(nameOf(from))}`;
  const renamed = constraintNamed(findTable(interim, nameOf(from)), name) ?? constraint;
  return {
    name,
    add: {
      up: [added(renamed, next, from, interim)],
      down: [`${alter} DROP CONSTRAINT IF EXISTS ${quoted(next)}`],
    },
    validate: {
      up: [`${alter} VALIDATE CONSTRAINT ${quoted(next)}`],
      down: [`${alter} VALIDATE CONSTRAINT ${quoted(name)}`],
    },
    release: {
      up: [`${alter} DROP CONSTRAINT ${quoted(name)}`],
      down: [added(constraint, name, from, catalog)],
    },
    settle: {
      up: [`${alter} RENAME CONSTRAINT ${quoted(next)} TO ${quoted(name)}`],
      down: [`${alter} DROP CONSTRAINT ${quoted(name)}`],
    },
  };
}

/** ADD CONSTRAINT under another name, for new rows only. */
function added(constraint: Constraint, name: string, table: Table, catalog: Catalog): string {
  const tree = constraintNode(catalog, { ...constraint, name, validated: false });
  return sqlOf(alterTable(nameOf(table), { subtype: 'AT_AddConstraint', def: { Constraint: tree } }));
}

function suffixed(name: string, suffix: string): string {
  return `${name}_${suffix}`.slice(-63);
}
