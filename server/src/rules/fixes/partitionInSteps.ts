import {
  findConstraint,
  findTable,
  quoted,
  quotedName,
  resolveRelation,
  type QualifiedName,
} from '../../catalog';
import { nameOfParts, nameOfRangeVar, nodeAs, type Statement } from '../../sql';
import type { Edit, Fix, ReviewedMigration } from '../model';
import { alterActionsOf } from '../readings/alterActions';
import { isMentionedAfter } from '../readings/mentions';
import { attachedTables, readUnderLock, type NewPartition } from '../readings/newPartitions';
import { conditionOfBound } from '../readings/partitionBounds';
import { editsOfDown } from './downScript';
import { laterMigration } from '../../rewrite';

/**
 * Proves with CHECK constraints where rows belong before a partition is added: here they are added NOT VALID, and a later
 * migration validates them, while reads and writes go on, adds the partition, and drops them again.
 */
export function partitionInSteps(migration: ReviewedMigration, added: NewPartition): readonly Fix[] {
  const { reviewed, partition, parent, parentTable, bound, how, fallback } = added;
  const condition = conditionOfBound(parentTable, bound);
  if (condition === undefined) return [];
  const [defaultPartition] = fallback;
  const isUnfit = readUnderLock(added, attachedTables(added)).length > 0;
  const isUnsorted = readUnderLock(added, fallback).length > 0;
  const checks = [
    ...(isUnfit ? [checkOn(migration, partition, 'bound', condition)] : []),
    ...(isUnsorted && defaultPartition !== undefined
      ? [checkOn(migration, defaultPartition, 'bound', `NOT (${condition})`)]
      : []),
  ];
  const { path, sql } = migration.script;
  const { span } = reviewed.statement;
  const here: Edit = { path, span, newText: checks.map(({ add }) => add).join(';\n') };
  const removal =
    how === 'created'
      ? `DROP TABLE ${quotedName(partition)}`
      : `ALTER TABLE ${quotedName(parent)} DETACH PARTITION ${quotedName(partition)}`;
  const later = laterMigration(migration, {
    title: `add partition ${partition.slice(partition.indexOf('.') + 1)}`,
    up: [
      ...checks.map(({ validate }) => validate),
      sql.slice(span.start, span.end),
      ...checks.map(({ drop }) => drop),
    ],
    down: [removal, ...checks.map(({ add }) => add)],
    transaction: 'per-file',
  });
  if (later === undefined || checks.length === 0) return [];
  const down = insteadOfRemoval(
    migration,
    partition,
    checks.map(({ drop }) => drop),
  );
  return [
    {
      title: 'Prove with a CHECK where the rows belong, and add the partition in a later migration',
      preferred: !isMentionedAfter(migration, reviewed, [partition.slice(partition.indexOf('.') + 1)]),
      edits: [here, ...down, ...later],
    },
  ];
}

interface CheckSteps {
  readonly add: string;
  readonly validate: string;
  readonly drop: string;
}

function checkOn(
  { after }: ReviewedMigration,
  table: QualifiedName,
  label: string,
  condition: string,
): CheckSteps {
  const known = findTable(after, table);
  const wanted = `${table.slice(table.indexOf('.') + 1)}_${label}`;
  let name = wanted;
  for (let pass = 1; known !== undefined && findConstraint(known, name) !== undefined; pass++) {
    name = `${wanted}${pass}`;
  }
  const alter = `ALTER TABLE ${quotedName(table)}`;
  return {
    add: `${alter} ADD CONSTRAINT ${quoted(name)} CHECK (${condition}) NOT VALID`,
    validate: `${alter} VALIDATE CONSTRAINT ${quoted(name)}`,
    drop: `${alter} DROP CONSTRAINT ${quoted(name)}`,
  };
}

/** The rollback drops the checks in place of the partition that is no longer added here. */
function insteadOfRemoval(
  migration: ReviewedMigration,
  partition: QualifiedName,
  drops: readonly string[],
): readonly Edit[] {
  return editsOfDown(migration, (statement) =>
    removesPartition(statement, partition, migration)
      ? [{ span: statement.span, newText: drops.join(';\n') }]
      : [],
  );
}

function removesPartition(
  statement: Statement,
  partition: QualifiedName,
  { after }: ReviewedMigration,
): boolean {
  const [action] = alterActionsOf(statement);
  const drop = nodeAs(statement.tree, 'DropStmt');
  const written =
    action?.command.subtype === 'AT_DetachPartition'
      ? nameOfRangeVar(nodeAs(action.command.def, 'PartitionCmd')?.name)
      : drop?.removeType === 'OBJECT_TABLE' && drop.objects?.length === 1
        ? nameOfParts(drop.objects[0])
        : undefined;
  return written !== undefined && resolveRelation(after, written) === partition;
}
