import { findColumn, findTable, quoted, spokenName, type Table } from '../../../catalog';
import { nodeAs, sqlOf, type NodeOf } from '../../../sql';
import { batchedUpdates } from '../batchedUpdate';
import { columnsIn, looksBeyondRow, ofRow } from '../columnReferences';
import { refused, type TablePlanner, type TableSplitting } from '../model';
import { rowTrigger } from '../rowTrigger';

/**
 * An UPDATE of a whole table from its own columns, such as the one that splits a name in two: batches that commit, and
 * until then a trigger that fills new columns of rows which old code writes.
 */
export const wholeUpdate: TablePlanner = (splitting) => {
  const update = nodeAs(splitting.action.content, 'UpdateStmt');
  if (update === undefined || splitting.action.within !== undefined) return undefined;
  const assignments = assignmentsOf(update);
  const { table, name, catalog, place } = splitting;
  const reason = obstacleTo(update, assignments, splitting);
  if (reason !== undefined || assignments === undefined) {
    return refused(reason ?? 'The UPDATE assigns several columns from one row expression.');
  }
  const isNew = assignments.every(({ column }) => isNewColumn(column, splitting));
  const trigger = rowTrigger(
    table,
    `fill_${assignments[0]?.column ?? ''}`,
    assignments.map(
      ({ column, expression }) =>
        `IF NEW.${quoted(column)} IS NULL THEN NEW.${quoted(column)} := ${sqlOf(ofRow(expression, 'new'))}; END IF;`,
    ),
  );
  const condition = update.whereClause === undefined ? [] : [`(${sqlOf(update.whereClause)})`];
  const open = assignments.map(({ column, expression }) => {
    const value = sqlOf(expression);
    return isNew
      ? `(${quoted(column)} IS NULL AND ${value} IS NOT NULL)`
      : `${quoted(column)} IS DISTINCT FROM ${value}`;
  });
  const pending = [...condition, open.length > 1 ? `(${open.join(' OR ')})` : open.join('')].join(' AND ');
  const values = assignments.map(({ column, expression }) => ({ column, value: sqlOf(expression) }));
  return {
    kind: 'phased',
    here: {
      phase: 'expand',
      code: 'code as before; it need not know the columns that are filled',
      up: isNew ? trigger.create : [],
    },
    later: [
      {
        phase: 'backfill',
        title: `fill ${table.name} ${assignments.map(({ column }) => column).join(' ')}`,
        transaction: 'none',
        code: 'code as before, and code that reads the new values',
        up: batchedUpdates({ table, assignments: values, pending }, catalog, place),
        down: isNew
          ? 'the values go with their columns when the migration before is rolled back'
          : `the values before are not kept: ${spokenName(name)} stays as the migration made it`,
      },
      ...(isNew
        ? [
            {
              phase: 'contract' as const,
              title: `drop trigger of ${table.name}`,
              transaction: 'per-file' as const,
              code: 'code that writes the new columns itself',
              up: trigger.drop,
            },
          ]
        : []),
    ],
  };
};

interface Assignment {
  readonly column: string;
  readonly expression: NonNullable<NodeOf<'ResTarget'>['val']>;
}

/** Undefined where several columns come from one expression. */
function assignmentsOf(update: NodeOf<'UpdateStmt'>): readonly Assignment[] | undefined {
  const targets = (update.targetList ?? []).map((node) => nodeAs(node, 'ResTarget'));
  const assignments = targets.flatMap((target) =>
    target?.name === undefined ||
    target.val === undefined ||
    nodeAs(target.val, 'MultiAssignRef') !== undefined
      ? []
      : [{ column: target.name, expression: target.val }],
  );
  return assignments.length === targets.length ? assignments : undefined;
}

/** A column that this migration itself has added: nobody has written to it yet. */
function isNewColumn(column: string, { place, name, table }: TableSplitting): boolean {
  const before: Table | undefined = findTable(place.before, name);
  return findColumn(before, column) === undefined && findColumn(table, column) !== undefined;
}

function obstacleTo(
  update: NodeOf<'UpdateStmt'>,
  assignments: readonly Assignment[] | undefined,
  { table, name }: TableSplitting,
): string | undefined {
  if ((update.fromClause ?? []).length > 0 || update.withClause !== undefined) {
    return 'The UPDATE reads other tables, whose rows may change between two batches: batch it by hand.';
  }
  if (table.kind === 'foreign') return `${spokenName(name)} lies on another server.`;
  const expressions = [
    ...(assignments ?? []).map(({ expression }) => expression),
    ...(update.whereClause === undefined ? [] : [update.whereClause]),
  ];
  if (expressions.some(looksBeyondRow)) {
    return 'The UPDATE reads more than the row it changes, which may change between two batches: batch it by hand.';
  }
  const twice = (assignments ?? []).find(({ column, expression }) => columnsIn(expression).has(column));
  return twice === undefined
    ? undefined
    : `The new value of ${twice.column} is made of its old one: a batch that runs twice would change it twice.`;
}
