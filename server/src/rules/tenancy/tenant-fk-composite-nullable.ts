import { findColumn, nameOf, spokenName } from '../../catalog';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { declaresConstraint } from '../readings/actionKinds';
import { declaredForeignKeys, type DeclaredForeignKey } from '../readings/tenantForeignKeys';
import { oldNullableTenantColumn } from '../readings/tenantNulls';
import { findKeyword, isKeyword, tokensWithin } from '../readings/tokens';

/** A composite foreign key looks at no row that has a null in any of its columns: without a tenant nothing is checked. */
export const tenantFkCompositeNullable: Rule = {
  id: 'tenant-fk-composite-nullable',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'A composite foreign key with a tenant column that may be null, which leaves such rows unchecked',
  speaksOf: declaresConstraint,
  *check(migration) {
    for (const key of declaredForeignKeys(migration)) yield* findingFor(key, migration);
  },
};

function* findingFor(key: DeclaredForeignKey, migration: ReviewedMigration): Iterable<Finding> {
  const { child, parent, foreignKey, declared } = key;
  const column = oldNullableTenantColumn(child, migration);
  if (column === undefined || !foreignKey.columns.includes(column)) return;
  if (foreignKey.columns.length === 1 || foreignKey.match === 'full') return;
  yield {
    what: `A row of ${spokenName(nameOf(child))} whose ${column} is null may point anywhere: the foreign key to ${spokenName(nameOf(parent))} checks only rows without a null in its columns.`,
    who: 'Rows that lost their tenant, or never had one, can name rows of another tenant, or none that exists, and no error says so.',
    remedy: `Make ${column} NOT NULL before; MATCH FULL refuses such rows as long as it is not.`,
    span: declared.span,
    relations: [nameOf(child), nameOf(parent)],
    fixes: matchFull(key, column, migration),
  };
}

/** Only where the other columns are never null: MATCH FULL refuses rows that have some of them and not others. */
function matchFull(
  { child, foreignKey, declared, reviewed }: DeclaredForeignKey,
  column: string,
  migration: ReviewedMigration,
): readonly Fix[] {
  const others = foreignKey.columns.filter((name) => name !== column);
  if (!others.every((name) => findColumn(child, name)?.notNull === true)) return [];
  const tokens = tokensWithin(reviewed.statement, declared.span);
  const references = findKeyword(tokens, 'REFERENCES');
  const target = tokens.filter(({ start }) => start > (references?.start ?? 0));
  if (references === undefined || target.some((token) => isKeyword(token, 'MATCH'))) return [];
  // The referenced columns are the last parentheses before any action on them.
  const on = target.findIndex((token) => isKeyword(token, 'ON'));
  const close = (on < 0 ? target : target.slice(0, on)).findLast(({ text }) => text === ')');
  if (close === undefined) return [];
  const edits = [insertion(migration, close.end, ' MATCH FULL')];
  return [{ title: 'Refuse rows without a tenant with MATCH FULL', preferred: false, edits }];
}
