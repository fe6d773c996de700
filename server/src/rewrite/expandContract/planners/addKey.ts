import { nameOf, quoted, quotedList, quotedName, spokenName } from '../../../catalog';
import { nodeAs, stringsOf } from '../../../sql';
import { canMarkLaterMigration } from '../../steps/laterMigrations';
import { inSessionWithTimeout } from '../../steps/lockTimeout';
import { notNullSteps } from '../../steps/notNullSteps';
import { refused, type PhaseScript, type TablePlanner } from '../model';
import { madeBy } from './addConstraint';

/** ADD UNIQUE and ADD PRIMARY KEY: the index is built while everybody goes on, and becomes the key in the next migration. */
export const addKey: TablePlanner = (splitting) => {
  const command = nodeAs(splitting.action.content, 'AlterTableCmd');
  const written = nodeAs(command?.def, 'Constraint');
  const isPrimary = written?.contype === 'CONSTR_PRIMARY';
  if (command?.subtype !== 'AT_AddConstraint' || written === undefined) return undefined;
  if (!isPrimary && written.contype !== 'CONSTR_UNIQUE') return undefined;
  const { table, name, place } = splitting;
  if (written.indexname !== undefined) return undefined;
  if (table.kind === 'partitioned') {
    return refused(
      `An index of the partitioned table ${spokenName(name)} cannot be built CONCURRENTLY: build one on each partition, and attach them.`,
    );
  }
  if ((written.options ?? []).length > 0 || written.without_overlaps === true) {
    return refused('The key has storage parameters or is temporal: write the index and the key by hand.');
  }
  const made = madeBy(splitting);
  if (made === undefined) {
    return refused('The statement adds several keys without a name: give them names first.');
  }
  const key = quoted(made.name);
  const nullable = isPrimary
    ? made.columns.filter((column) => table.columns.some((each) => each.name === column && !each.notNull))
    : [];
  const steps = nullable.map((column) => notNullSteps(place, table, column));
  const including = stringsOf(written.including);
  const index = [
    `CREATE UNIQUE INDEX CONCURRENTLY ${key} ON ${quotedName(name)} (${quotedList(made.columns)})`,
    ...(including.length > 0 ? [`INCLUDE (${quotedList(including)})`] : []),
    ...(written.nulls_not_distinct === true ? ['NULLS NOT DISTINCT'] : []),
    ...(written.indexspace === undefined ? [] : [`TABLESPACE ${quoted(written.indexspace)}`]),
  ].join(' ');
  const build: PhaseScript = {
    phase: 'expand',
    title: `create index ${made.name}`,
    transaction: 'none',
    code: 'code as before, which from here on fails where it writes a second row of the same key',
    up: [index],
    down: [
      `DROP INDEX CONCURRENTLY IF EXISTS ${quotedName(nameOf({ schema: table.schema, name: made.name }))}`,
    ],
  };
  const deferral = [
    ...(written.deferrable === true ? [' DEFERRABLE'] : []),
    ...(written.initdeferred === true ? [' INITIALLY DEFERRED'] : []),
  ].join('');
  const alter = `ALTER TABLE ${quotedName(name)}`;
  const finishing = [
    // Validated before the first of them takes the strong lock, so that nobody waits for the reading.
    ...steps.flatMap(({ later }) => later.slice(0, 1)),
    ...steps.flatMap(({ later }) => later.slice(1)),
    `${alter} ADD CONSTRAINT ${key} ${isPrimary ? 'PRIMARY KEY' : 'UNIQUE'} USING INDEX ${key}${deferral}`,
  ];
  // Outside of a transaction its rollback can build the index CONCURRENTLY again, which goes with the key.
  const finish: PhaseScript = {
    phase: 'contract',
    title: `make ${made.name} the key`,
    code: 'code as before',
    ...(canMarkLaterMigration(place)
      ? { transaction: 'none', up: inSessionWithTimeout(place, finishing) }
      : { transaction: 'per-file', up: finishing }),
  };
  return {
    kind: 'phased',
    here: {
      phase: 'expand',
      code: nullable.length > 0 ? `code that gives ${nullable.join(', ')} a value` : 'code as before',
      up: steps.map(({ first }) => first),
    },
    later: [build, finish],
  };
};
