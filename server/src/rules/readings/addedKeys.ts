import type { ExplainedAction } from '../../behaviour';
import { findIndex, findTable, type QualifiedName, type Table } from '../../catalog';
import { nodeAs, stringsOf, type NodeOf } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { addedConstraint, type NamedConstraint } from './addedConstraints';
import { couldBeNew } from './newTables';

/** A unique or primary key that an ADD CONSTRAINT puts on a table that others use. */
export interface KeyOfLiveTable {
  readonly relation: QualifiedName;
  readonly written: NodeOf<'Constraint'>;
  /** Undefined where the history does not know the table. */
  readonly table: Table | undefined;
  /** Empty where the history does not know the index that becomes the key. */
  readonly columns: readonly string[];
  /** Undefined where nobody can say here which name the server gives it. */
  readonly named: NamedConstraint | undefined;
}

export function keyOfLiveTable(
  { action }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): KeyOfLiveTable | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const written = nodeAs(command?.def, 'Constraint');
  const { relation, span } = action;
  if (command?.subtype !== 'AT_AddConstraint' || written === undefined || relation === undefined)
    return undefined;
  const kind = kindOfKey(written);
  if (kind === undefined || couldBeNew(relation, reviewed, migration)) return undefined;
  return {
    relation,
    written,
    table: findTable(reviewed.before, relation),
    columns: columnsOf(written, relation, reviewed),
    named: addedConstraint(migration, reviewed, { table: relation, kind, written, span }),
  };
}

function kindOfKey({ contype }: NodeOf<'Constraint'>): 'unique' | 'primary key' | undefined {
  if (contype === 'CONSTR_UNIQUE') return 'unique';
  return contype === 'CONSTR_PRIMARY' ? 'primary key' : undefined;
}

function columnsOf(
  { keys, indexname }: NodeOf<'Constraint'>,
  relation: QualifiedName,
  { before }: ReviewedStatement,
): readonly string[] {
  if (indexname === undefined) return stringsOf(keys);
  const schema = relation.slice(0, relation.indexOf('.'));
  const index = findIndex(before, `${schema}.${indexname}`);
  return (index?.keys ?? []).flatMap(({ column }) => column ?? []);
}
