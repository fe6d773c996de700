import {
  findColumn,
  findTable,
  nameOf,
  primaryKeyOf,
  spokenName,
  spokenType,
  type Catalog,
  type Column,
  type Table,
} from '../../catalog';
import { nameOfRangeVar, stringsOf } from '../../sql';
import { giveColumnType } from '../fixes/columnType';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { declaresConstraint } from '../readings/actionKinds';
import { keyMatch, type KeyMatch } from '../readings/comparableTypes';
import { declaredConstraints, type DeclaredConstraint } from '../readings/declaredConstraints';

/** A foreign key between columns of two types: refused, or a trap for the day when the values grow. */
export const pgFkTypeMismatch: Rule = {
  id: 'pg-fk-type-mismatch',
  category: 'compatibility',
  severity: 'warning',
  summary:
    'A foreign key whose columns differ in type: refused, too narrow for the key, or converted to compare',
  speaksOf: declaresConstraint,
  *check(migration) {
    for (const reviewed of migration.statements) {
      for (const declared of declaredConstraints(reviewed.statement)) {
        const finding = findingFor(declared, reviewed, migration);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

/** What can be wrong, worst first. */
const mismatches = ['refused', 'narrower', 'converted'] as const satisfies readonly KeyMatch[];
type Mismatch = (typeof mismatches)[number];

/** Two columns that a foreign key puts side by side, and that do not fit. */
interface Pair {
  readonly child: Column;
  readonly parent: Column;
  readonly match: Mismatch;
}

function findingFor(
  declared: DeclaredConstraint,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const [name, referenced] = [nameOfRangeVar(declared.table), nameOfRangeVar(declared.constraint.pktable)];
  if (declared.constraint.contype !== 'CONSTR_FOREIGN') return undefined;
  if (name === undefined || referenced === undefined) return undefined;
  const { after } = reviewed;
  const [table, other] = [findTable(after, name), findTable(after, referenced)];
  // What a block may have done to either of them, such as another column of the same name, cannot be told.
  if (table === undefined || table.uncertain !== undefined) return undefined;
  if (other === undefined || other.uncertain !== undefined) return undefined;
  const pairs = pairsOf(declared, table, other, after);
  const worst = mismatches
    .map((match) => pairs.find((pair) => pair.match === match))
    .find((pair) => pair !== undefined);
  if (worst === undefined) return undefined;
  const { child, parent } = worst;
  return {
    ...said(worst, `${spokenName(nameOf(other))}.${parent.name}`),
    span: declared.span,
    relations: [nameOf(table), nameOf(other)],
    fixes: worst.match === 'converted' ? [] : giveColumnType(child.name, parent.type, reviewed, migration),
    related: [{ origin: parent.origin, message: `${parent.name} was made here.` }],
  };
}

function said(
  { child, parent, match }: Pair,
  key: string,
): Pick<Finding, 'what' | 'who' | 'remedy' | 'severity'> {
  const types = `${child.name} is ${spokenType(child.type)}, and ${key} that it references is ${spokenType(parent.type)}`;
  const remedy = `Give ${child.name} the type ${spokenType(parent.type)}.`;
  switch (match) {
    case 'refused':
      return {
        what: `${types}: the server has no operator to compare them, and refuses the foreign key (SQLSTATE 42804).`,
        who: 'The migration stops here, on the first tenant database and on every other.',
        remedy,
        severity: 'error',
      };
    case 'narrower':
      return {
        what: `${types}: not every value of the key fits.`,
        who: 'Once a key is too large for it, rows that reference it cannot be written any more, for the tenants with the newest rows first.',
        remedy,
      };
    case 'converted':
      return {
        what: `${types}: values are converted for each comparison.`,
        who: 'Joins and lookups of the key may miss an index, and values that look alike may differ.',
        remedy,
        severity: 'info',
      };
  }
}

function pairsOf(
  { constraint, column }: DeclaredConstraint,
  table: Table,
  other: Table,
  catalog: Catalog,
): readonly Pair[] {
  const columns = column === undefined ? stringsOf(constraint.fk_attrs) : [column];
  const written = stringsOf(constraint.pk_attrs);
  const keys = written.length > 0 ? written : (primaryKeyOf(other)?.columns ?? []);
  return columns.flatMap((name, place) => {
    const [child, parent] = [findColumn(table, name), findColumn(other, keys[place] ?? '')];
    if (child === undefined || parent === undefined) return [];
    const found = keyMatch(child.type, parent.type, catalog);
    const match = mismatches.find((mismatch) => mismatch === found);
    return match === undefined ? [] : [{ child, parent, match }];
  });
}
