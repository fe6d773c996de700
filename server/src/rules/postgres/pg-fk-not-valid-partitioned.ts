import type { Action, ExplainedAction } from '../../behaviour';
import { nameOf, partitionsOf, quoted, quotedName, spokenName, type QualifiedName } from '../../catalog';
import { nodeAs, type NodeOf } from '../../sql';
import { editsOfDown } from '../fixes/downScript';
import { laterMigrations } from '../../rewrite';
import type { Edit, Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { addedConstraint, type NamedConstraint } from '../readings/addedConstraints';
import { alterActionsOf } from '../readings/alterActions';
import { findingsByAction } from '../readings/findingsByAction';
import { isNotValidRefused } from '../readings/foreignKeys';

/** A NOT VALID foreign key on a partitioned table, which servers before 18 refuse. */
export const pgFkNotValidPartitioned: Rule = {
  id: 'pg-fk-not-valid-partitioned',
  category: 'compatibility',
  severity: 'error',
  summary: 'ADD FOREIGN KEY … NOT VALID on a partitioned table, which PostgreSQL before 18 refuses',
  speaksOf: ['AT_AddConstraint'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const constraint = nodeAs(command?.def, 'Constraint');
  const { relation: table } = action;
  if (command?.subtype !== 'AT_AddConstraint' || table === undefined) return undefined;
  if (constraint?.contype !== 'CONSTR_FOREIGN' || constraint.skip_validation !== true) return undefined;
  if (!isNotValidRefused(table, reviewed, migration)) return undefined;
  return {
    what: `${spokenName(table)} is partitioned, and PostgreSQL ${migration.policy.version} refuses a NOT VALID foreign key on it (SQLSTATE 42809); PostgreSQL 18 is the first to take it.`,
    who: 'The migration stops here, on the first tenant database and on every other.',
    remedy: `Add the key NOT VALID to each partition, validate them in a later migration, and then add it to ${spokenName(table)}, which takes over the keys that are there.`,
    span: action.span,
    relations: [table],
    fixes: fixesFor(constraint, action, table, reviewed, migration),
  };
}

function fixesFor(
  written: NodeOf<'Constraint'>,
  { span }: Action,
  table: QualifiedName,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const partitions = partitionsOf(reviewed.before, table, { deep: true })
    .filter(({ kind }) => kind === 'table')
    .map(nameOf);
  const named = addedConstraint(migration, reviewed, { table, kind: 'foreign key', written, span });
  const isSole = reviewed.behaviour.actions.length === 1;
  if (named === undefined || partitions.length === 0 || !isSole) return [];
  const definition = named.definition.replace(/\s+NOT\s+VALID\s*$/i, '');
  const name = quoted(named.name);
  const onEach = (action: string) =>
    partitions.map((partition) => `ALTER TABLE ${quotedName(partition)} ${action}`);
  const added = onEach(`ADD ${definition} NOT VALID`);
  const later = laterMigrations(migration, [
    {
      title: `validate ${named.name}`,
      up: [...onEach(`VALIDATE CONSTRAINT ${name}`), `ALTER TABLE ${quotedName(table)} ADD ${definition}`],
      // Dropping the key of the whole takes those of the partitions along.
      down: [`ALTER TABLE ${quotedName(table)} DROP CONSTRAINT ${name}`, ...added],
      transaction: 'per-file',
    },
  ]);
  if (later === undefined) return [];
  const { path } = migration.script;
  const here: Edit = { path, span: reviewed.statement.span, newText: added.join(';\n') };
  const down = dropOnEach(migration, named, onEach(`DROP CONSTRAINT ${name}`));
  return [
    {
      title: 'Add the foreign key to each partition NOT VALID, and to the whole in a later migration',
      preferred: true,
      edits: [here, ...down, ...later],
    },
  ];
}

/** The rollback drops the keys of the partitions in place of the one that is no longer made here. */
function dropOnEach(
  migration: ReviewedMigration,
  { name }: NamedConstraint,
  drops: readonly string[],
): readonly Edit[] {
  return editsOfDown(migration, (statement) => {
    const [only, ...others] = alterActionsOf(statement);
    const isDrop = only?.command.subtype === 'AT_DropConstraint' && only.command.name === name;
    return isDrop && others.length === 0 ? [{ span: statement.span, newText: drops.join(';\n') }] : [];
  });
}
