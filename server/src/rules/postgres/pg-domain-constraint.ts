import { nameOfParts, nodeAs } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { existing } from '../readings/existingRelations';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spokenList, spokenName } from '../../catalog';
import { blockingLocks, scansUnderLock, spokenLocks, whoWaits } from '../readings/waiting';

/** A condition on a domain is checked in every table that has a column of it, and nobody writes any of them meanwhile. */
export const pgDomainConstraint: Rule = {
  id: 'pg-domain-constraint',
  category: 'lock',
  severity: 'warning',
  summary:
    'ALTER DOMAIN that checks all values in all tables with the domain, which blocks writes to each of them',
  speaksOf: ['AlterDomainStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, behaviour } = reviewed;
  const alter = nodeAs(statement.tree, 'AlterDomainStmt');
  if (alter === undefined || !scansUnderLock(behaviour.effects)) return undefined;
  const locks = blockingLocks(behaviour.effects);
  const tables = existing(behaviour.effects.scans, reviewed, migration);
  if (tables.length === 0) return undefined;
  const domain = nameOfParts(alter.typeName)?.name ?? 'the domain';
  return {
    what: `${behaviour.kind} takes ${spokenLocks(locks)}, and holds it while every row of ${spokenList(tables.map(spokenName))} is read, because ${tables.length > 1 ? 'they have columns' : 'it has a column'} of ${domain}.`,
    who: `Until then and until the transaction ends, ${whoWaits(locks)}, for all tenants.`,
    remedy: remedyFor(alter.subtype),
    span: statement.span,
    relations: tables,
    fixes: alter.subtype === 'C' ? notValid(reviewed, migration) : [],
  };
}

/** `AlterDomainStmt.subtype`: C adds a constraint, V validates one, O is SET NOT NULL. */
function remedyFor(subtype: string | undefined): string {
  const onTables =
    'put the condition on the tables instead, as a CHECK NOT VALID that VALIDATE CONSTRAINT of ALTER TABLE checks while writes go on';
  switch (subtype) {
    case 'C':
      return `Add it NOT VALID, which looks at no row, and validate it at an hour when writes may stop, for that takes the same locks; or ${onTables}.`;
    case 'V':
      return `Validate it at an hour when writes may stop: unlike for a table there is no weaker lock; or ${onTables}.`;
    default:
      return `Use a CHECK (VALUE IS NOT NULL) NOT VALID on the domain, which looks at no row; or ${onTables}.`;
  }
}

/** New values are checked at once; the old ones stay unchecked until somebody finds an hour for it. */
function notValid({ statement }: ReviewedStatement, migration: ReviewedMigration): readonly Fix[] {
  const edits = [insertion(migration, statement.span.end, ' NOT VALID')];
  return [{ title: 'Add the constraint NOT VALID, for new values only', preferred: false, edits }];
}
