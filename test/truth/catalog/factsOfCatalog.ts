import { isTable, nameOf } from '../../../server/src/catalog/index';
import type {
  Catalog,
  Column,
  ColumnType,
  Constraint,
  Grant,
  Index,
  IndexKey,
  Relation,
  Routine,
  RowPolicy,
  Trigger,
  UserType,
} from '../../../server/src/catalog/index';
import type { Facts } from './facts';

/** The schema as our catalog tells it, in the words of `factsOfServer`. */
export function factsOfCatalog(catalog: Catalog): Facts {
  return [
    ...[...catalog.schemas.keys()].map((name) => `schema ${name}`),
    ...[...catalog.schemas.values()].flatMap((schema) =>
      grantFacts('schema', schema.name, schema.owner, schema.grants),
    ),
    ...[...catalog.relations.values()].flatMap((relation) => relationFacts(relation)),
    ...[...catalog.indexes.values()].map(indexFact),
    ...[...catalog.sequences.values()].flatMap((sequence) => [
      `sequence ${nameOf(sequence)} ${sequence.dataType}` +
        (sequence.ownedBy === undefined
          ? ''
          : `${sequence.identity ? ' identity of' : ' owned by'} ${sequence.ownedBy.table}.${sequence.ownedBy.column}`),
      ...grantFacts('sequence', nameOf(sequence), sequence.owner, sequence.grants),
    ]),
    ...[...catalog.types.values()].flatMap(typeFacts),
    ...[...catalog.routines.values()].flat().flatMap(routineFacts),
    ...[...catalog.comments]
      .filter(([key]) => /^(TABLE|COLUMN|VIEW) /.test(key))
      .map(([key, text]) => `comment on ${key}: ${text}`),
  ].sort();
}

function relationFacts(relation: Relation): readonly string[] {
  const name = nameOf(relation);
  const table = isTable(relation) ? relation : undefined;
  const parents = table?.partitionOf === undefined ? (table?.inherits ?? []) : [table.partitionOf.parent];
  const options = Object.entries(relation.options).map(([key, value]) => `${key}=${value}`);
  return [
    `relation ${name} ${relation.kind}` +
      (table?.persistence === 'unlogged' ? ' unlogged' : '') +
      (table?.rowSecurity.enabled === true ? ' rls' : '') +
      (table?.rowSecurity.forced === true ? ' forced' : '') +
      (parents.length > 0 ? ` of ${parents.join()}` : '') +
      (table?.partitionOf?.bound === 'default' ? ' default' : '') +
      (options.length > 0 ? ` with ${options.sort().join()}` : ''),
    ...relation.columns.map((column, index) =>
      columnFact(name, column, index, table === undefined ? 'view' : 'table'),
    ),
    ...relation.columns.map((column) => `type of ${name}.${column.name} = ${typeText(column.type)}`),
    ...relation.columns.flatMap((column) =>
      grantFacts('column', `${name}.${column.name}`, relation.owner, column.grants),
    ),
    ...grantFacts('relation', name, relation.owner, relation.grants),
    ...relation.triggers.map((trigger) => triggerFact(name, trigger)),
    ...(table?.constraints ?? []).map((constraint) => constraintFact(name, constraint)),
    ...(table?.policies ?? []).map((policy) => policyFact(name, policy)),
  ];
}

function policyFact(table: string, policy: RowPolicy): string {
  return (
    `policy ${table}.${policy.name} ${policy.permissive ? 'permissive' : 'restrictive'} ${policy.command} to ` +
    policy.roles
      .map((role) => role ?? 'the runner')
      .sort()
      .join() +
    (policy.using === undefined ? '' : ' using') +
    (policy.withCheck === undefined ? '' : ' with check')
  );
}

function columnFact(relation: string, column: Column, index: number, of: 'table' | 'view'): string {
  const place = `column ${relation}.${column.name} #${index + 1}`;
  if (of === 'view') return place;
  return (
    place +
    (column.notNull ? ' not null' : '') +
    (column.identity === undefined ? '' : ` identity ${column.identity}`) +
    (column.generated === undefined ? '' : ` ${column.generated.storage}`) +
    (column.default === undefined ? '' : ' default') +
    (column.local ? '' : ' inherited')
  );
}

function typeText(type: ColumnType): string {
  const modifiers = type.modifiers.length > 0 ? `(${type.modifiers.join()})` : '';
  return `${shortType(type)}${modifiers}`;
}

function shortType(type: ColumnType): string {
  const schema = type.schema === undefined ? '' : `${type.schema}.`;
  return `${schema}${type.name}${type.arrayDimensions > 0 ? '[]' : ''}`;
}

function constraintFact(relation: string, constraint: Constraint): string {
  const columns = constraint.kind === 'check' ? [...constraint.columns].sort() : constraint.columns;
  return (
    `constraint ${relation}.${constraint.name} ${constraint.kind} (${columns.join()})` +
    (constraint.validated ? '' : ' not valid') +
    (constraint.enforced ? '' : ' not enforced') +
    (constraint.deferrable ? ' deferrable' : '') +
    (constraint.initiallyDeferred ? ' deferred' : '') +
    (constraint.local ? '' : ' inherited') +
    (constraint.kind === 'foreign key'
      ? ` references ${constraint.references} (${constraint.referencedColumns.join()})` +
        ` match ${constraint.match === 'full' ? 'f' : 's'} update ${actionCodes[constraint.onUpdate]}` +
        ` delete ${actionCodes[constraint.onDelete]} (${constraint.onDeleteColumns.join()})`
      : '')
  );
}

const actionCodes = { 'no action': 'a', restrict: 'r', cascade: 'c', 'set null': 'n', 'set default': 'd' };

function indexFact(index: Index): string {
  const columns = [...index.keys.map(keyText), ...index.include.map((column) => `${column} included`)];
  return (
    `index ${nameOf(index)} on ${index.table} ${index.method}${index.unique ? ' unique' : ''}` +
    `${index.nullsNotDistinct ? ' nulls not distinct' : ''} (${columns.join()})` +
    (index.predicate === undefined ? '' : ' where') +
    (index.valid ? '' : ' invalid') +
    (index.attachedTo === undefined ? '' : ` part of ${index.attachedTo}`) +
    (index.constraint === undefined ? '' : ` for ${index.constraint}`)
  );
}

function keyText(key: IndexKey): string {
  const isMoved = (key.nulls === 'first') !== key.descending;
  return `${key.column ?? '<expression>'}${key.descending ? ' desc' : ''}${isMoved ? ' nulls moved' : ''}`;
}

function triggerFact(relation: string, trigger: Trigger): string {
  const events = ['insert', 'update', 'delete', 'truncate'] as const;
  return (
    `trigger ${relation}.${trigger.name} ${trigger.timing} ` +
    events.filter((event) => trigger.events.includes(event)).join(' ') +
    ` ${trigger.level} of (${trigger.columns.join()})${trigger.when === undefined ? '' : ' when'} ${trigger.enabled}` +
    ` runs ${trigger.routine}${trigger.constraint ? ' constraint' : ''}` +
    (trigger.deferrable ? ' deferrable' : '') +
    (trigger.initiallyDeferred ? ' deferred' : '')
  );
}

function typeFacts(type: UserType): readonly string[] {
  const name = nameOf(type);
  switch (type.kind) {
    case 'enum':
      return [`enum ${name} ${type.labels.join()}`];
    case 'domain':
      return [
        `domain ${name} ${shortType(type.base)}${type.notNull ? ' not null' : ''}` +
          (type.default === undefined ? '' : ' default') +
          [...type.checks]
            .sort((left, right) => (left.name < right.name ? -1 : 1))
            .map((check) => ` check ${check.name}${check.validated ? '' : ' not valid'}`)
            .join(''),
      ];
    case 'composite':
      return [
        `composite ${name} ${type.attributes.map((one) => `${one.name} ${shortType(one.type)}`).join()}`,
      ];
    case 'range':
    case 'base':
      return [];
  }
}

function routineFacts(routine: Routine): readonly string[] {
  const inputs = routine.parameters.filter(({ mode }) => mode !== 'out' && mode !== 'table');
  const name = `${nameOf(routine)}(${inputs.map(({ type }) => shortType(type)).join()})`;
  const settings = Object.entries(routine.settings).map(([key, value]) => `${key}=${value}`);
  return [
    `routine ${name} ${routine.kind} ${routine.volatility} ${routine.language}` +
      (routine.securityDefiner ? ' security definer' : '') +
      (routine.leakproof ? ' leakproof' : '') +
      (routine.strict ? ' strict' : '') +
      (settings.length > 0 ? ` set ${settings.sort().join(';')}` : ''),
    ...grantFacts('routine', name, routine.owner, routine.grants),
  ];
}

function grantFacts(
  what: string,
  name: string,
  owner: string | undefined,
  grants: readonly Grant[],
): readonly string[] {
  return grants
    .filter(({ grantee }) => grantee !== owner)
    .map(
      ({ privilege, withGrantOption, grantee }) =>
        `grant on ${what} ${name}: ${privilege}${withGrantOption ? ' with grant option' : ''} to ${grantee}`,
    );
}
