import { escapeIdentifier, escapeLiteral } from 'pg';
import type { Check, Column } from './model';
import { ownerJoin, type Owners } from './ownership';
import { columnList, hashBelow, hashOf, quotedName, rowColumn, rowNumber, tenantOrdinal } from './rowSql';
import type { CountedKey, Fallback, PlannedColumn, Reference, TablePlan } from './tablePlan';
import type { UniqueScope } from './valueContext';

/** The tenant that rows are made for. */
export interface RowTenant {
  readonly ordinal: number;
  readonly token: string;
  /** The tenant's key as text; undefined for rows that all tenants share. */
  readonly key: string | undefined;
}

export interface RowQueryOptions {
  readonly tenant: RowTenant;
  readonly first: number;
  readonly last: number;
  readonly owners: Owners;
  /** Rows that each reference can choose from. */
  readonly counts: ReadonlyMap<Reference, number>;
  /** Reads only so many rows of each parent; undefined: all of them. */
  readonly mostParents: number | undefined;
  /** Another value for a column in some of the rows; undefined: ordinary values everywhere. */
  readonly odd:
    ((column: Column, ordinary: string, unique: UniqueScope | undefined) => string | undefined) | undefined;
  /** Every n-th row leaves a reference out that may be left out; 0: none. */
  readonly omitReferenceEvery: number;
  /** Rows without anything that may be left out. */
  readonly bare: boolean;
}

/** A query that gives rows of the table, with the columns of `insertedColumns`. */
export interface RowQuery {
  /** `WITH` clause with the parents' rows, or nothing. */
  readonly with: string;
  /** A subquery over them, one row for each row to insert, under the alias `r`. */
  readonly from: string;
}

/**
 * Builds the rows layer by layer, each a subquery `r` over the one before: row numbers, references to parents,
 * values, repairs where values do not satisfy the checks together, repairs for partial unique indexes.
 */
export function rowQuery(plan: TablePlan, options: RowQueryOptions): RowQuery {
  const { with: parents, from: referred } = referenceLayers(plan, options);
  let from = valueLayer(plan, options, referred);
  for (const [index, component] of plan.components.entries()) {
    if (options.odd !== undefined) from = ordinaryLayer(plan, component.columns, component.conditions, from);
    if (!component.ordinarySuffices && component.fallback !== undefined) {
      from = fallbackLayer(plan, component.fallback, component.conditions, `component ${index}`, from);
    }
  }
  for (const partial of plan.partialKeys) from = partialKeyLayer(plan, partial, from);
  return { with: parents, from };
}

/** Conditions that the finished rows have to satisfy; those that do not would be refused by the server. */
export function rowConditions(plan: TablePlan): readonly string[] {
  return plan.components.flatMap((component) =>
    component.conditions.map((check) => `(${check.sql}) IS NOT FALSE`),
  );
}

/** All conditions together; true where there are none. */
export function allOf(conditions: readonly Check[]): string {
  return conditions.map((check) => `(${check.sql}) IS NOT FALSE`).join(' AND ') || 'true';
}

function referenceLayers(plan: TablePlan, options: RowQueryOptions): RowQuery {
  const { ordinal, token } = options.tenant;
  const key = options.tenant.key === undefined ? 'NULL' : escapeLiteral(options.tenant.key);
  const tenantColumns = plan.columns
    .filter(({ source }) => source.kind === 'tenant')
    .map(({ column }) => `, ${key}::${column.type.sql} AS ${escapeIdentifier(column.name)}`);
  let from = `(SELECT g AS "#row", ${ordinal}::int8 AS "#ordinal", ${escapeLiteral(token)}::text AS "#token"${tenantColumns.join('')}
    FROM generate_series(${options.first}::int8, ${options.last}::int8) g) r`;
  const parents: string[] = [];
  for (const [index, reference] of plan.references.entries()) {
    const name = `parent_${index}`;
    if ((options.counts.get(reference) ?? 0) === 0) {
      from = `(SELECT r.*${nullColumns(plan, reference)} FROM ${from}) r`;
      continue;
    }
    parents.push(`${name} AS MATERIALIZED (${parentRows(reference, options)})`);
    from = referenceLayer(plan, reference, name, options, from);
  }
  return { with: parents.length === 0 ? '' : `WITH ${parents.join(', ')} `, from };
}

function nullColumns(plan: TablePlan, reference: Reference): string {
  return reference.taken
    .map(({ column }) => `, NULL::${typeOf(plan, column)} AS ${escapeIdentifier(column)}`)
    .join('');
}

/** The tenant's rows of the parent, numbered; within what the row has to match, where it has to. */
function parentRows(reference: Reference, options: RowQueryOptions): string {
  const { from, isOwn } = ownerJoin(options.owners, reference.parent);
  const targets = [...reference.matched, ...reference.taken].map((pair) => pair.target);
  const primary = reference.parent.keys.find((each) => each.primary)?.columns ?? targets;
  const isGiven = targets.map((target) => `t.${escapeIdentifier(target)} IS NOT NULL`);
  const matched = columnList(
    reference.matched.map((pair) => pair.target),
    't',
  );
  const partition = matched === '' ? '' : `PARTITION BY ${matched} `;
  const limit = options.mostParents === undefined ? '' : ` LIMIT ${options.mostParents}`;
  const count = matched === '' ? '' : `, count(*) OVER (${partition.trim()}) AS "#count"`;
  return `SELECT ${columnList([...new Set(targets)], 't')},
      row_number() OVER (${partition}ORDER BY ${columnList(primary, 't')}) - 1 AS "#position"${count}
    FROM ${from} WHERE ${[...isGiven, isOwn(options.tenant.key)].join(' AND ')}${limit}`;
}

function referenceLayer(
  plan: TablePlan,
  reference: Reference,
  parent: string,
  options: RowQueryOptions,
  from: string,
): string {
  const taken = reference.taken
    .map(({ column, target }) => `, p.${escapeIdentifier(target)} AS ${escapeIdentifier(column)}`)
    .join('');
  const same = (alias: string): string =>
    reference.matched
      .map((pair) => `${alias}.${escapeIdentifier(pair.target)} = ${rowColumn(pair.column)}`)
      .join(' AND ');
  const join = reference.optional.length > 0 ? 'LEFT JOIN' : 'JOIN';
  if (reference.matched.length === 0) {
    const position = positionSql(plan, reference, options);
    return `(SELECT r.*${taken} FROM ${from} ${join} ${parent} p ON p."#position" = ${position}) r`;
  }
  if (reference.taken.length === 0) {
    const isLoose = reference.matched.map((pair) => `${rowColumn(pair.column)} IS NULL`).join(' OR ');
    return `(SELECT r.* FROM ${from} WHERE ${isLoose} OR EXISTS (SELECT FROM ${parent} p WHERE ${same('p')})) r`;
  }
  const position = hashBelow(reference.foreignKey.name, 'c."#count"');
  return `(SELECT r.*${taken} FROM ${from}
    ${join} ${parent} c ON c."#position" = 0 AND ${same('c')}
    ${join} ${parent} p ON ${same('p')} AND p."#position" = ${position}) r`;
}

/** Which of the parent's rows: counted through where a key needs it, else a few parents get most of the rows. */
function positionSql(plan: TablePlan, reference: Reference, options: RowQueryOptions): string {
  const count = options.counts.get(reference) ?? 0;
  const counted = plan.countedKeys.find((each) => each.references.includes(reference));
  if (counted !== undefined) return countedIndex(plan, counted, reference, options.counts);
  const skewed = `floor(${count} * power((${hashOf(reference.foreignKey.name)} & 1073741823) / 1073741824.0::float8, 3))::int8`;
  const mayOmit = reference.optional.length > 0;
  if (options.bare && mayOmit) return 'NULL';
  if (!mayOmit || options.omitReferenceEvery === 0) return skewed;
  return `CASE WHEN ${hashBelow(`${reference.foreignKey.name} omitted`, options.omitReferenceEvery)} > 0 THEN ${skewed} END`;
}

/** The digit of the row's number that belongs to one member of a key, the members' sizes being the bases. */
function countedIndex(
  plan: TablePlan,
  counted: CountedKey,
  member: Reference | string,
  counts: ReadonlyMap<Reference, number>,
): string {
  const number =
    counted.scope === 'tenant'
      ? `(${rowNumber} - 1)`
      : `((${rowNumber} - 1) * ${plan.tenantCount} + ${tenantOrdinal} - 1)`;
  let divisor = 1;
  for (const reference of counted.references) {
    const size = Math.max(1, counts.get(reference) ?? 1);
    if (reference === member) return `(${number} / ${divisor} % ${size})`;
    divisor *= size;
  }
  for (const column of counted.columns) {
    const size = choicesOf(plan, column).length;
    if (column === member) return `(${number} / ${divisor} % ${size})`;
    divisor *= size;
  }
  return '0';
}

export function choicesOf(plan: TablePlan, name: string): readonly string[] {
  const source = plan.columns.find(({ column }) => column.name === name)?.source;
  return source?.kind === 'counted' ? source.choices : [];
}

function valueLayer(plan: TablePlan, options: RowQueryOptions, from: string): string {
  const values = plan.columns.flatMap((planned) => {
    const sql = valueSql(plan, planned, options);
    return sql === undefined ? [] : [`, ${sql} AS ${escapeIdentifier(planned.column.name)}`];
  });
  const same = plan.columns.flatMap(({ column, source }) =>
    source.kind === 'same' ? [`, ${rowColumn(source.as)} AS ${escapeIdentifier(column.name)}`] : [],
  );
  const layer = `(SELECT r.*${values.join('')} FROM ${from} OFFSET 0) r`;
  return same.length === 0 ? layer : `(SELECT r.*${same.join('')} FROM ${layer}) r`;
}

function valueSql(plan: TablePlan, planned: PlannedColumn, options: RowQueryOptions): string | undefined {
  const { column, source } = planned;
  switch (source.kind) {
    case 'tenant':
    case 'reference':
    case 'same':
      return undefined;
    case 'later':
      return `NULL::${column.type.sql}`;
    case 'counted': {
      const index = countedIndex(plan, source.key, column.name, options.counts);
      return `(ARRAY[${source.choices.join(', ')}]::${column.type.sql}[])[1 + ${index}::int]`;
    }
    case 'value': {
      if (options.bare && source.unique === undefined && !column.notNull) return `NULL::${column.type.sql}`;
      return options.odd?.(column, source.sql, source.unique) ?? source.sql;
    }
  }
}

/** Puts the ordinary values back into rows whose odd ones do not satisfy the conditions. */
function ordinaryLayer(
  plan: TablePlan,
  columns: readonly string[],
  conditions: readonly Check[],
  from: string,
): string {
  const ordinary = new Map(
    plan.columns.flatMap(({ column, source }) =>
      source.kind === 'value' && columns.includes(column.name) ? [[column.name, source.sql] as const] : [],
    ),
  );
  const list = allColumns(plan).map((name) => {
    const sql = ordinary.get(name);
    return sql === undefined
      ? rowColumn(name)
      : `CASE WHEN r."#holds" THEN ${rowColumn(name)} ELSE ${sql} END AS ${escapeIdentifier(name)}`;
  });
  return `(SELECT ${list.join(', ')} FROM (SELECT r.*, ${allOf(conditions)} AS "#holds" FROM ${from} OFFSET 0) r OFFSET 0) r`;
}

/** Replaces values in rows that do not satisfy the conditions. */
function fallbackLayer(
  plan: TablePlan,
  fallback: Fallback,
  conditions: readonly Check[],
  purpose: string,
  from: string,
): string {
  const tested = `(SELECT r.*, ${allOf(conditions)} AS "#holds" FROM ${from} OFFSET 0) r`;
  return replaceLayer(plan, fallback, allOf(conditions), purpose, tested);
}

/** Takes all rows but the first of each key out of the index's condition. */
function partialKeyLayer(plan: TablePlan, partial: TablePlan['partialKeys'][number], from: string): string {
  const predicate = `(${partial.predicate})`;
  const place = `row_number() OVER (PARTITION BY ${columnList(partial.key.columns, 'r')}, ${predicate} ORDER BY ${rowNumber})`;
  const sameKey = partial.key.columns.map((name) => `t.${escapeIdentifier(name)} = ${rowColumn(name)}`);
  // Rows that are there from an earlier fill have taken their places in the index.
  const isTaken = `EXISTS (SELECT FROM ${quotedName(plan.table)} t WHERE ${[predicate, ...sameKey].join(' AND ')})`;
  const isFirst = `${place} = 1 AND NOT ${isTaken}`;
  const tested = `(SELECT r.*, ${predicate} IS NOT TRUE OR (${isFirst}) AS "#holds" FROM ${from} OFFSET 0) r`;
  const wanted = `${predicate} IS NOT TRUE AND ${allOf(partial.conditions)}`;
  return replaceLayer(plan, partial.fallback, wanted, partial.key.name, tested);
}

/** `from` says in `#holds` which rows stay as they are; the others get values for which `wanted` holds. */
function replaceLayer(
  plan: TablePlan,
  fallback: Fallback,
  wanted: string,
  purpose: string,
  from: string,
): string {
  const { columns, replacement } = replacementOf(plan, fallback, wanted, purpose);
  const list = allColumns(plan).map((name) =>
    columns.includes(name)
      ? `CASE WHEN r."#holds" OR f."#choice" IS NULL THEN ${rowColumn(name)} ELSE f.${escapeIdentifier(name)} END AS ${escapeIdentifier(name)}`
      : rowColumn(name),
  );
  return `(SELECT ${list.join(', ')} FROM ${from} LEFT JOIN ${replacement} OFFSET 0) r`;
}

function replacementOf(
  plan: TablePlan,
  fallback: Fallback,
  wanted: string,
  purpose: string,
): { readonly columns: readonly string[]; readonly replacement: string } {
  const chosen = hashBelow(`${plan.table.name} ${purpose}`, fallback.rows.length);
  if (fallback.selfContained) {
    return {
      columns: fallback.replaced.map(({ column }) => column),
      replacement: `${valuesOf(fallback, 'f')} ON NOT r."#holds" AND f."#choice" = ${chosen}`,
    };
  }
  const { columns, from } = candidateRows(plan, fallback);
  const order = `(f."#choice" + ${chosen}) % ${fallback.rows.length}`;
  return {
    columns,
    replacement: `LATERAL (SELECT f.* FROM ${from}
      WHERE NOT r."#holds" AND ${wanted} ORDER BY ${order} LIMIT 1) f ON true`,
  };
}

/**
 * `FROM` item `f` with the row `r` as it would be with each row of the fallback in it, for use under LATERAL. Inside it
 * the plain names of columns mean the new values, so that the text of a check can stand there as it is.
 */
export function candidateRows(
  plan: TablePlan,
  fallback: Fallback,
): { readonly columns: readonly string[]; readonly from: string } {
  const replaced = fallback.replaced.map(({ column }) => column);
  const kept = fallback.kept.flatMap((reference, index) =>
    reference.optional.map((column) => ({
      column,
      sql: `CASE WHEN v."#keep ${index}" THEN ${rowColumn(column)} END AS ${escapeIdentifier(column)}`,
    })),
  );
  const columns = [...replaced, ...kept.map(({ column }) => column)];
  const others = allColumns(plan).filter((name) => !columns.includes(name));
  const list = [
    'v."#choice"',
    ...replaced.map((name) => `v.${escapeIdentifier(name)}`),
    ...kept.map(({ sql }) => sql),
    ...others.map(rowColumn),
  ];
  return { columns, from: `(SELECT ${list.join(', ')} FROM ${valuesOf(fallback, 'v')}) f` };
}

function valuesOf(fallback: Fallback, alias: string): string {
  const names = [
    ...fallback.replaced.map(({ column }) => column),
    ...fallback.kept.map((_, index) => `#keep ${index}`),
  ];
  const rows = fallback.rows.map((row, index) => `(${[index, ...row].join(', ')})`);
  return `(VALUES ${rows.join(', ')}) AS ${alias} (${columnList(['#choice', ...names])})`;
}

/** Everything that a layer hands on. */
function allColumns(plan: TablePlan): readonly string[] {
  return ['#row', '#ordinal', '#token', ...plan.columns.map(({ column }) => column.name)];
}

function typeOf(plan: TablePlan, name: string): string {
  return plan.columns.find(({ column }) => column.name === name)?.column.type.sql ?? 'text';
}
