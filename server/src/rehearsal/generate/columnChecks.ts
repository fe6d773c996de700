import { escapeIdentifier } from 'pg';
import { cluesIn, type Clues } from './clues';
import { columnNamed, type Check, type Column, type DataType, type Table } from './model';

/**
 * Everything that a table's rows have to satisfy, as conditions over its columns: checks, the checks of the columns'
 * domains, the bounds of partitions, and the order that an exclusion constraint's range needs.
 */
export function conditionsOf(table: Table): readonly Check[] {
  return [
    ...table.columns.flatMap((column) => domainConditions(column)),
    ...partitionCondition(table),
    ...table.exclusions.flatMap((exclusion) => orderCondition(table, exclusion)),
    ...table.checks.filter((check) => check.columns.length > 0),
  ];
}

/** What the conditions compare the column with. */
export function cluesFor(column: Column, conditions: readonly Check[]): Clues {
  const all = conditions
    .filter((check) => check.columns.includes(column.name))
    .flatMap((check) => {
      const clues = cluesIn(check.sql);
      return [clues.get(column.name), isDomainCondition(check) ? clues.get('value') : undefined];
    })
    .filter((clues) => clues !== undefined);
  return {
    constants: all.flatMap((clues) => clues.constants),
    lengths: all.flatMap((clues) => clues.lengths),
    patterns: all.flatMap((clues) => clues.patterns),
    likes: all.flatMap((clues) => clues.likes),
  };
}

const domainName = 'domain of ';

function isDomainCondition(check: Check): boolean {
  return check.name.startsWith(domainName);
}

/** A domain's check says `VALUE`, which is an ordinary name for a column of a subquery. */
function domainConditions(column: Column): readonly Check[] {
  const name = escapeIdentifier(column.name);
  const head = { name: domainName + column.name, columns: [column.name] };
  const own = column.type.domainChecks.map((sql) => ({
    ...head,
    sql: `(SELECT (${sql}) FROM (SELECT ${name} AS value) AS domain)`,
  }));
  const inside: readonly string[] = elementChecks(column.type);
  const elements = inside.map((sql) => ({
    ...head,
    sql: `(SELECT bool_and(${sql}) FROM unnest(${name}) AS domain (value))`,
  }));
  return [...own, ...elements];
}

function elementChecks(type: DataType): readonly string[] {
  return type.kind === 'array' ? type.element.domainChecks : [];
}

/** Values have to fall into partitions that exist; what falls into the default partition tells little. */
function partitionCondition(table: Table): readonly Check[] {
  const { partitioning } = table;
  if (partitioning === undefined || partitioning.partitions.length === 0) return [];
  const sql = partitioning.partitions.map((bounds) => `(${bounds})`).join(' OR ');
  // What only a hash decides about is no part of the bounds.
  const columns = partitioning.columns.filter((name) => cluesIn(sql).has(name));
  return [{ name: 'bounds of the partitions', columns, sql }];
}

/** Two columns of one ordered type in an exclusion constraint are the ends of a range. */
function orderCondition(table: Table, exclusion: Table['exclusions'][number]): readonly Check[] {
  const columns = table.columns.filter((column) => exclusion.columns.includes(column.name));
  for (const [index, low] of columns.entries()) {
    const high = columns
      .slice(index + 1)
      .find((other) => other.type.sql === low.type.sql && isMoment(other.type));
    if (high === undefined || !isMoment(low.type)) continue;
    const sql = `${escapeIdentifier(low.name)} < ${escapeIdentifier(high.name)}`;
    return [{ name: exclusion.name, columns: [low.name, high.name], sql }];
  }
  return [];
}

function isMoment(type: DataType): boolean {
  return (
    type.kind === 'base' && ['date', 'timestamp', 'timestamptz', 'time', 'int4', 'int8'].includes(type.name)
  );
}

/** Groups the conditions by the columns that they tie together. */
export function componentsOf(
  table: Table,
  conditions: readonly Check[],
): readonly { readonly columns: readonly string[]; readonly conditions: readonly Check[] }[] {
  let groups: { columns: Set<string>; conditions: Check[] }[] = [];
  for (const condition of conditions) {
    const touching = groups.filter((group) => condition.columns.some((name) => group.columns.has(name)));
    const merged = {
      columns: new Set([...touching.flatMap((group) => [...group.columns]), ...condition.columns]),
      conditions: [...touching.flatMap((group) => group.conditions), condition],
    };
    groups = [...groups.filter((group) => !touching.includes(group)), merged];
  }
  return groups
    .map((group) => ({
      columns: table.columns.map((column) => column.name).filter((name) => group.columns.has(name)),
      conditions: group.conditions,
    }))
    .filter((group) => !group.columns.some((name) => columnNamed(table, name)?.generated === true));
}
