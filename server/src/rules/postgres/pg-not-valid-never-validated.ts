import { findConstraint, findTable, spokenName } from '../../catalog';
import { nodeAs, type Statement } from '../../sql';
import { validateLater } from '../fixes/notValidFirst';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { scriptsAfter, someLaterStatement } from '../readings/laterScripts';
import { addedNotValid, type NotValidConstraint } from '../readings/notValid';
import { holdsName } from '../readings/mentions';

/** A constraint that is added NOT VALID and that no later migration validates: nothing can rely on it. */
export const pgNotValidNeverValidated: Rule = {
  id: 'pg-not-valid-never-validated',
  category: 'compatibility',
  severity: 'info',
  summary: 'A constraint is added NOT VALID, and no later migration validates it',
  speaksOf: ['AT_AddConstraint'],
  *check(migration) {
    // A rollback that brings a constraint back as it was is right to leave it so.
    if (migration.direction === 'down') return;
    for (const reviewed of migration.statements) {
      for (const added of addedNotValid(migration, reviewed)) {
        if (isLeftNotValid(added, migration) && !isTakenUpLater(added, migration)) {
          yield findingFor(added, migration);
        }
      }
    }
  },
};

function isLeftNotValid({ table: name, name: constraint }: NotValidConstraint, migration: ReviewedMigration) {
  const table = findTable(migration.after, name);
  const left = table === undefined ? undefined : findConstraint(table, constraint);
  return left !== undefined && !left.validated && left.enforced;
}

/** Whether a later migration names the constraint or drops its table; what builds its SQL at run time may do either. */
function isTakenUpLater({ table, name }: NotValidConstraint, migration: ReviewedMigration): boolean {
  const tableName = table.slice(table.indexOf('.') + 1);
  return (
    someLaterStatement(migration, name, ({ tree }) => tree === undefined || holdsName(tree, [name])) ||
    someLaterStatement(migration, 'drop', (statement) => dropsTable(statement, tableName)) ||
    someLaterStatement(migration, 'validate', ({ tree }) => nodeAs(tree, 'DoStmt') !== undefined)
  );
}

function dropsTable({ tree }: Statement, name: string): boolean {
  const drop = nodeAs(tree, 'DropStmt');
  return drop?.removeType === 'OBJECT_TABLE' && holdsName(drop.objects, [name]);
}

function findingFor(added: NotValidConstraint, migration: ReviewedMigration): Finding {
  const isNewest = scriptsAfter(migration).length === 0;
  const table = spokenName(added.table);
  return {
    what: `${added.name} is added NOT VALID, and ${isNewest ? 'nothing validates it yet' : 'no later migration validates it'}: rows of ${table} that were there before may break it.`,
    who: 'The planner makes no use of it, and an UPDATE of an old row that breaks it can fail, for whichever tenant has that row.',
    remedy: `Run ALTER TABLE ${table} VALIDATE CONSTRAINT ${added.name} in a later migration, which lets writes go on.`,
    span: added.action.span,
    relations: [added.table],
    // The migration that validates it may be the next one to be written.
    ...(isNewest ? { severity: 'hint' as const } : {}),
    fixes: fixesFor(added, migration),
  };
}

function fixesFor(added: NotValidConstraint, migration: ReviewedMigration): readonly Fix[] {
  const edits = validateLater(migration, added);
  // It is a further step, which fails where an old row breaks the constraint.
  return edits === undefined
    ? []
    : [{ title: `Validate ${added.name} in a later migration`, preferred: false, edits }];
}
