import type { Action, ExplainedAction } from '../../behaviour';
import { findConstraint, findTable, type QualifiedName } from '../../catalog';
import { nodeAs, offsetInFile, type NodeOf } from '../../sql';
import { insertion } from '../fixes/insertions';
import { laterMigration } from '../fixes/laterMigration';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { quoted, quotedName, spokenName } from '../readings/identifiers';
import { couldBeNew } from '../readings/newTables';
import { blockingLocks, scansUnderLock, spokenLocks, whoWaits } from '../readings/waiting';

/** ADD FOREIGN KEY that checks every row at once, under the locks on both tables. */
export const pgFkWithoutNotValid: Rule = {
  id: 'pg-fk-without-not-valid',
  category: 'lock',
  severity: 'warning',
  summary: 'ADD FOREIGN KEY without NOT VALID, which blocks writes to both tables while all rows are checked',
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const constraint = nodeAs(command?.def, 'Constraint');
  const table = action.relation;
  if (command?.subtype !== 'AT_AddConstraint' || constraint?.contype !== 'CONSTR_FOREIGN') return undefined;
  if (table === undefined || !scansUnderLock(effects) || couldBeNew(table, reviewed, migration))
    return undefined;
  const locks = blockingLocks(effects);
  const refused = isNotValidRefused(table, reviewed, migration);
  return {
    what: `ADD FOREIGN KEY takes ${spokenLocks(locks)}, and holds it while every row of ${spokenName(table)} is checked.`,
    who: `Until then and until the transaction ends, ${whoWaits(locks)}, for all tenants.`,
    remedy: refused
      ? `NOT VALID is refused on a partitioned table before PostgreSQL 18: add the key to each partition, NOT VALID first, then to ${spokenName(table)}.`
      : 'Add it NOT VALID, and VALIDATE CONSTRAINT in a later migration, which lets writes go on.',
    span: action.span,
    relations: locks.map(({ relation }) => relation),
    fixes: refused ? [] : fixesFor(constraint, action, reviewed, migration),
  };
}

function isNotValidRefused(
  table: QualifiedName,
  { before }: ReviewedStatement,
  { policy }: ReviewedMigration,
): boolean {
  return findTable(before, table)?.kind === 'partitioned' && Number.parseInt(policy.version, 10) < 18;
}

function fixesFor(
  constraint: NodeOf<'Constraint'>,
  { relation: table, span }: Action,
  { statement, before, after }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const known = table === undefined ? undefined : findTable(before, table);
  const made = table === undefined ? undefined : findTable(after, table);
  const [added, ...others] = (made?.constraints ?? []).filter(
    ({ name, kind }) =>
      kind === 'foreign key' && (known === undefined || findConstraint(known, name) === undefined),
  );
  // Several keys in one ALTER TABLE: nobody can say here which of them this action makes.
  if (table === undefined || added === undefined || others.length > 0) return [];
  const written = migration.script.sql.slice(offsetInFile(statement, constraint.location), span.end);
  const name = quoted(added.name);
  const definition = constraint.conname === undefined ? `CONSTRAINT ${name} ${written}` : written;
  const alter = `ALTER TABLE ${quotedName(table)}`;
  const later = laterMigration(migration, {
    title: `validate ${added.name}`,
    up: [`${alter} VALIDATE CONSTRAINT ${name}`],
    // There is no way back from validated to not validated but to make the constraint anew.
    down: [`${alter} DROP CONSTRAINT ${name}`, `${alter} ADD ${definition} NOT VALID`],
    transaction: 'per-file',
  });
  if (later === undefined) return [];
  return [
    {
      title: 'Add the foreign key NOT VALID, and validate it in a later migration',
      preferred: true,
      edits: [insertion(migration, span.end, ' NOT VALID'), ...later],
    },
  ];
}
