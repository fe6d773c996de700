import type { CreateTrigStmt, RuleStmt } from '@pgsql/types';
import { nameOfParts, stringsOf } from '../../sql';
import { changeTable, withRelation } from '../edit';
import type { Catalog, QualifiedName, Trigger } from '../model';
import { partitionsOf } from '../query/partitions';
import { findTable, findView, nameOf } from '../query/relations';
import { resolveRoutine } from '../query/resolve';
import { refuse } from '../refusal';
import type { Change } from './change';
import { targetOf } from './reading';

/** Bits of `CreateTrigStmt.timing` and `.events` (`pg_trigger.h`). */
const before = 2;
const insteadOf = 64;
const events = { insert: 4, delete: 8, update: 16, truncate: 32 } as const;

/** CREATE TRIGGER: a row trigger of a partitioned table is cloned to its partitions. */
export const createTrigger: Change<CreateTrigStmt> = (catalog, statement, origin) => {
  const relation = targetOf(catalog, statement.relation);
  const eventBits = statement.events ?? 0;
  const trigger: Trigger = {
    name: statement.trigname ?? '',
    routine: resolveRoutine(
      catalog,
      nameOfParts(statement.funcname) ?? refuse('the trigger names no function'),
    ),
    timing: timingOf(statement.timing ?? 0),
    events: (['insert', 'update', 'delete', 'truncate'] as const).filter(
      (event) => (eventBits & events[event]) !== 0,
    ),
    level: statement.row === true ? 'row' : 'statement',
    columns: stringsOf(statement.columns),
    when: statement.whenClause,
    enabled: 'origin',
    constraint: statement.isconstraint ?? false,
    deferrable: statement.deferrable ?? false,
    initiallyDeferred: statement.initdeferred ?? false,
    definition: statement,
    origin,
  };
  return addTrigger(catalog, relation, trigger, statement.replace === true ? 'replace' : 'create');
};

/** CREATE RULE: what it rewrites is not followed. */
export const createRule: Change<RuleStmt> = (catalog, statement) => {
  const relation = targetOf(catalog, statement.relation);
  if (findTable(catalog, relation) === undefined) return catalog;
  const name = statement.rulename ?? '';
  return changeTable(catalog, relation, (table) => ({
    ...table,
    rules: [
      ...table.rules.filter((rule) => rule.name !== name),
      { name, definition: { RuleStmt: statement } },
    ],
  }));
};

function addTrigger(
  catalog: Catalog,
  name: QualifiedName,
  trigger: Trigger,
  mode: 'create' | 'replace',
): Catalog {
  const relation = findTable(catalog, name) ?? findView(catalog, name);
  if (relation === undefined) return refuse(`relation "${name}" is not known to the history`);
  const isThere = relation.triggers.some((other) => other.name === trigger.name);
  if (isThere && mode === 'create') {
    return refuse(`trigger "${trigger.name}" for relation "${name}" already exists`);
  }
  const triggers = [...relation.triggers.filter((other) => other.name !== trigger.name), trigger];
  const added = withRelation(catalog, { ...relation, triggers });
  if (trigger.level === 'statement') return added;
  return partitionsOf(added, name).reduce(
    (result, partition) => addTrigger(result, nameOf(partition), trigger, mode),
    added,
  );
}

function timingOf(bits: number): Trigger['timing'] {
  if ((bits & before) !== 0) return 'before';
  return (bits & insteadOf) !== 0 ? 'instead of' : 'after';
}
