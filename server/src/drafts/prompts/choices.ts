import {
  isLeftOut,
  nameOf,
  quoted,
  quotedName,
  spokenType,
  type Catalog,
  type Column,
  type Constraint,
  type Table,
} from '../../catalog';
import { sqlOf } from '../../sql';
import { standingPhrase, tenancyOf } from '../../tenancy';
import { choosableTables, readName, tableNamed } from './names';
import type { InputValues } from './placeholders';
import type { PromptInput } from './snippet';
import type { Surroundings } from './surroundings';

/** Something that an input may say, and what tells it from the others. */
export interface Choice {
  readonly value: string;
  readonly detail: string;
}

/** What an input may name in this schema; empty where anything may be typed. */
export function choicesFor(
  input: PromptInput,
  given: InputValues,
  surroundings: Surroundings,
): readonly Choice[] {
  const { catalog, policy, migrations } = surroundings;
  const table = tableNamed(given.get(input.of) ?? '', catalog);
  switch (input.completes) {
    case 'table':
      return tableChoices(surroundings);
    case 'column':
      return (table?.columns ?? []).map((column) => ({
        value: quoted(column.name),
        detail: columnDetail(column),
      }));
    case 'constraint':
      return table === undefined ? [] : constraintChoices(table, given.get('column'));
    case 'type':
      return typeChoices(catalog);
    case 'role':
      return [...new Set([policy.tenancy.appRole ?? [], ...catalog.roles.keys()].flat())].map((role) => ({
        value: quoted(role),
        detail: role === policy.tenancy.appRole ? 'the application connects as it' : 'role',
      }));
    case 'migration':
      return migrations
        .filter(({ repeatable }) => !repeatable)
        .map(({ version, title }) => ({ value: version, detail: title }))
        .reverse();
    case 'choice':
      return input.choices.map((value) => ({ value, detail: '' }));
    case 'newColumn':
    case 'text':
      return [];
  }
}

/** Types that columns have, those of the schema first. */
export function typeChoices(catalog: Catalog): readonly Choice[] {
  const own = [...catalog.types.values()].map((type) => ({
    value: isLeftOut(type.schema) ? quoted(type.name) : quotedName(nameOf(type)),
    detail: type.kind === 'enum' ? `enum: ${type.labels.join(', ')}` : type.kind,
  }));
  return [...own, ...usualTypes.map((value) => ({ value, detail: 'built in' }))];
}

const usualTypes = [
  'bigint',
  'boolean',
  'bytea',
  'date',
  'integer',
  'interval',
  'jsonb',
  'numeric',
  'smallint',
  'text',
  'timestamp with time zone',
  'uuid',
];

/** Tenants' tables first: most changes are about them. */
function tableChoices({ catalog, policy }: Surroundings): readonly Choice[] {
  const tenancy = tenancyOf(catalog, policy);
  return choosableTables(catalog)
    .flatMap((table) => tenancy.table(nameOf(table)) ?? [])
    .map((table) => ({
      side: table.standing.side,
      value: quotedName(table.name),
      detail: standingPhrase(table),
    }))
    .sort(
      (one, other) =>
        Number(one.side !== 'tenant') - Number(other.side !== 'tenant') || (one.value < other.value ? -1 : 1),
    );
}

function columnDetail({ type, notNull }: Column): string {
  return `${spokenType(type)}${notNull ? ', NOT NULL' : ''}`;
}

/** Of the column that the block names, or of the whole table. */
function constraintChoices(table: Table, column: string | undefined): readonly Choice[] {
  const named = readName(column ?? '')?.name;
  return table.constraints
    .filter(({ columns }) => named === undefined || columns.includes(named))
    .map((constraint) => ({ value: quoted(constraint.name), detail: constraintText(constraint) }));
}

/** A constraint as a person reads it: `CHECK (total > 0), not validated`. */
function constraintText(constraint: Constraint): string {
  const columns = constraint.columns.map(quoted).join(', ');
  const validity = constraint.validated ? '' : ', not validated';
  switch (constraint.kind) {
    case 'check':
      return `CHECK (${sqlOf(constraint.expression)})${validity}`;
    case 'not null':
      return `NOT NULL (${columns})${validity}`;
    case 'foreign key':
      return `FOREIGN KEY (${columns}) → ${quotedName(constraint.references)}${validity}`;
    case 'primary key':
    case 'unique':
    case 'exclusion':
      return `${constraint.kind.toUpperCase()} (${columns})`;
  }
}
