import { findConstraint, nameOf, quoted, quotedName, type Table } from '../../catalog';
import { oldestMajor } from '../../project';
import type { MigrationPlace } from './migrationPlace';

/** How a column becomes NOT NULL without a scan under a strong lock. */
export interface NotNullSteps {
  readonly kind: 'check' | 'not null';
  /** The constraint that holds for new rows at once. */
  readonly constraint: string;
  /** The action of an ALTER TABLE that adds it. */
  readonly action: string;
  /** That action as a statement. */
  readonly first: string;
  /** What checks the existing rows, in a later transaction. */
  readonly later: readonly string[];
  /** What takes `later` back. */
  readonly undone: readonly string[];
}

/**
 * From PostgreSQL 18 on a NOT NULL constraint that is not valid yet; before, a CHECK of the same meaning, which proves to
 * SET NOT NULL that there is nothing to look for.
 */
export function notNullSteps(
  migration: Pick<MigrationPlace, 'policy'>,
  table: Table,
  column: string,
): NotNullSteps {
  const name = freeConstraintName(table, `${table.name}_${column}_not_null`);
  const [alter, key] = [`ALTER TABLE ${quotedName(nameOf(table))}`, quoted(name)];
  return hasNotNullNotValid(migration)
    ? withNotNull(name, `${alter} `, quoted(column), key)
    : withCheck(name, `${alter} `, quoted(column), key);
}

/** PostgreSQL 18 knows NOT NULL constraints that are not valid yet. */
export function hasNotNullNotValid({ policy }: Pick<MigrationPlace, 'policy'>): boolean {
  return oldestMajor(policy) >= 18;
}

function withCheck(constraint: string, alter: string, column: string, key: string): NotNullSteps {
  const action = `ADD CONSTRAINT ${key} CHECK (${column} IS NOT NULL) NOT VALID`;
  return {
    kind: 'check',
    constraint,
    action,
    first: `${alter}${action}`,
    later: [
      `${alter}VALIDATE CONSTRAINT ${key}`,
      `${alter}ALTER COLUMN ${column} SET NOT NULL`,
      `${alter}DROP CONSTRAINT ${key}`,
    ],
    undone: [`${alter}${action}`, `${alter}ALTER COLUMN ${column} DROP NOT NULL`],
  };
}

function withNotNull(constraint: string, alter: string, column: string, key: string): NotNullSteps {
  const action = `ADD CONSTRAINT ${key} NOT NULL ${column} NOT VALID`;
  return {
    kind: 'not null',
    constraint,
    action,
    first: `${alter}${action}`,
    later: [`${alter}VALIDATE CONSTRAINT ${key}`],
    undone: [`${alter}DROP CONSTRAINT ${key}`, `${alter}${action}`],
  };
}

function freeConstraintName(table: Table, wanted: string): string {
  let name = wanted;
  for (let pass = 1; findConstraint(table, name) !== undefined; pass++) name = `${wanted}${pass}`;
  return name;
}
