import {
  indexesOf,
  nameOf,
  spokenName,
  spokenType,
  type Column,
  type Constraint,
  type Index,
  type IndexKey,
  type RowPolicy,
  type Table,
  type Trigger,
} from '../../catalog';
import { sqlOf } from '../../sql';
import { standingPhrase, type Tenancy } from '../../tenancy';

/** A table as a model is told of it: its schema and whose rows it holds, never a row. */
export function tableFacts(table: Table, tenancy: Tenancy): Readonly<Record<string, unknown>> {
  const { catalog, policy } = tenancy;
  const name = nameOf(table);
  const read = tenancy.table(name);
  return {
    table: name,
    kind: table.kind === 'table' ? undefined : table.kind,
    partitionOf: table.partitionOf?.parent,
    partitionedBy: table.partitionKey?.columns,
    rowsInProduction: rowBucket(policy.production.rows[spokenName(name)] ?? policy.production.rows[name]),
    tenant: read === undefined ? undefined : { side: read.standing.side, because: standingPhrase(read) },
    columns: table.columns.map(columnFacts),
    constraints: table.constraints.filter(({ kind }) => kind !== 'not null').map(constraintFacts),
    indexes: indexesOf(catalog, name).map(indexFacts),
    rowSecurity: { ...table.rowSecurity, policies: table.policies.map(policyFacts) },
    triggers: table.triggers.map(triggerFacts),
    notCertain:
      table.uncertain === undefined
        ? undefined
        : 'a migration changes it in a way that nobody can read off its text',
  };
}

/** `1M to 10M`: enough to choose a form, and nothing that tells how a business goes. */
export function rowBucket(rows: number | undefined): string | undefined {
  if (rows === undefined) return undefined;
  if (rows < 10) return 'below 10';
  const power = Math.floor(Math.log10(rows));
  return `${short(10 ** power)} to ${short(10 ** (power + 1))}`;
}

function short(count: number): string {
  if (count >= 1e9) return `${count / 1e9}G`;
  if (count >= 1e6) return `${count / 1e6}M`;
  return count >= 1e3 ? `${count / 1e3}k` : String(count);
}

function columnFacts(column: Column): Readonly<Record<string, unknown>> {
  const { name, type, notNull, identity, generated } = column;
  return {
    name,
    type: spokenType(type),
    notNull,
    default: column.default === undefined ? undefined : sqlOf(column.default),
    identity,
    generated: generated === undefined ? undefined : sqlOf(generated.expression),
  };
}

function constraintFacts(constraint: Constraint): Readonly<Record<string, unknown>> {
  const { name, kind, columns, validated } = constraint;
  const common = { name, kind, columns, notValid: validated ? undefined : true };
  switch (constraint.kind) {
    case 'check':
      return { ...common, expression: sqlOf(constraint.expression) };
    case 'foreign key':
      return {
        ...common,
        references: constraint.references,
        referencedColumns: constraint.referencedColumns,
        onDelete: constraint.onDelete === 'no action' ? undefined : constraint.onDelete,
        onUpdate: constraint.onUpdate === 'no action' ? undefined : constraint.onUpdate,
      };
    case 'not null':
    case 'primary key':
    case 'unique':
    case 'exclusion':
      return common;
  }
}

function indexFacts(index: Index): Readonly<Record<string, unknown>> {
  const { name, method, unique, keys, include, predicate, valid, constraint } = index;
  return {
    name,
    keys: keys.map(textOfKey),
    unique: unique ? true : undefined,
    method: method === 'btree' ? undefined : method,
    include: include.length === 0 ? undefined : include,
    where: predicate === undefined ? undefined : sqlOf(predicate),
    invalid: valid ? undefined : true,
    constraint,
  };
}

function textOfKey(key: IndexKey): string {
  return key.expression === undefined ? key.column : sqlOf(key.expression);
}

function policyFacts(policy: RowPolicy): Readonly<Record<string, unknown>> {
  const { name, permissive, command, roles, using, withCheck } = policy;
  return {
    name,
    permissive,
    command,
    roles: roles.map((role) => role ?? 'the role that runs migrations'),
    using: using === undefined ? undefined : sqlOf(using),
    withCheck: withCheck === undefined ? undefined : sqlOf(withCheck),
  };
}

function triggerFacts(trigger: Trigger): Readonly<Record<string, unknown>> {
  const { name, routine, timing, events, level, enabled } = trigger;
  return { name, routine, timing, events, level, enabled };
}
