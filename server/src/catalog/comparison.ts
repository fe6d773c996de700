import type { Node } from '@pgsql/types';
import { nodeAs, sqlOf, walk } from '../sql';
import type {
  Catalog,
  Column,
  ColumnType,
  Constraint,
  DefaultGrant,
  Grant,
  Index,
  Origin,
  QualifiedName,
  Relation,
  Routine,
  RowPolicy,
  Trigger,
  UserType,
  View,
} from './model';
import { isTable, nameOf } from './query/relations';
import { rewriteTree } from './trees/rewriting';

/** An object that is not the same in two schemas. */
export interface CatalogDifference {
  /** In words: `column public.accounts.plan`, `policy own on public.accounts`. */
  readonly object: string;
  /** The relation that it is or belongs to. */
  readonly relation: QualifiedName | undefined;
  readonly kind: 'missing' | 'left over' | 'changed';
  /** What of it changed: `type`, `default`. */
  readonly attributes: readonly string[];
  /** Where the first schema's history made or last changed it. */
  readonly origin: Origin | undefined;
}

/**
 * What is different in the second schema: objects that are missing, left over or changed. Where columns stand, where
 * statements stand in files and how expressions are spelled does not count.
 */
export function compareCatalogs(one: Catalog, other: Catalog): readonly CatalogDifference[] {
  const [before, after] = differingParts(one, other);
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((object) => {
    const difference = compareParts(object, before.get(object), after.get(object));
    return difference === undefined ? [] : [difference];
  });
}

/** One object with its attributes as text, and where it belongs. */
interface Part {
  readonly relation: QualifiedName | undefined;
  readonly origin: Origin | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

type Parts = Map<string, Part>;

function compareParts(
  object: string,
  before: Part | undefined,
  after: Part | undefined,
): CatalogDifference | undefined {
  if (before === undefined || after === undefined) {
    const part = before ?? after;
    const kind = after === undefined ? 'missing' : 'left over';
    return { object, relation: part?.relation, kind, attributes: [], origin: part?.origin };
  }
  const attributes = Object.keys({ ...before.attributes, ...after.attributes }).filter(
    (name) => (before.attributes[name] ?? '') !== (after.attributes[name] ?? ''),
  );
  if (attributes.length === 0) return undefined;
  return { object, relation: before.relation, kind: 'changed', attributes, origin: after.origin };
}

/** The parts of what the two catalogs do not share; what they share is the same object in both. */
function differingParts(one: Catalog, other: Catalog): readonly [Parts, Parts] {
  const sides: readonly [Parts, Parts] = [new Map(), new Map()];
  const add = (
    select: (catalog: Catalog) => Lookup,
    describe: (catalog: Catalog, key: string, parts: Parts) => void,
  ) => {
    const [first, second] = [select(one), select(other)];
    if (first === second) return;
    const differing = new Set([...first.keys(), ...second.keys()]);
    for (const key of differing) {
      if (first.get(key) === second.get(key)) continue;
      if (first.has(key)) describe(one, key, sides[0]);
      if (second.has(key)) describe(other, key, sides[1]);
    }
  };
  add(
    (catalog) => catalog.relations,
    (catalog, key, parts) => {
      const relation = catalog.relations.get(key);
      if (relation !== undefined && relation.schema !== 'pg_temp') addRelation(parts, relation);
    },
  );
  add(
    (catalog) => catalog.indexes,
    (catalog, key, parts) => {
      const index = catalog.indexes.get(key);
      if (index !== undefined && index.schema !== 'pg_temp') addIndex(parts, index);
    },
  );
  add(
    (catalog) => catalog.sequences,
    (catalog, key, parts) => {
      const sequence = catalog.sequences.get(key);
      if (sequence === undefined) return;
      parts.set(`sequence ${key}`, {
        relation: sequence.ownedBy?.table,
        origin: sequence.origin,
        attributes: {
          owner: sequence.owner ?? '',
          'data type': sequence.dataType,
          options: recordText(withoutDefaults(sequence.options)),
          'owned by': `${sequence.ownedBy?.table ?? ''}.${sequence.ownedBy?.column ?? ''}`,
        },
      });
      addGrants(parts, `sequence ${key}`, sequence.grants, undefined);
    },
  );
  add(
    (catalog) => catalog.types,
    (catalog, key, parts) => {
      const type = catalog.types.get(key);
      if (type !== undefined) addType(parts, type);
    },
  );
  add(
    (catalog) => catalog.routines,
    (catalog, key, parts) => {
      for (const routine of catalog.routines.get(key) ?? []) addRoutine(parts, routine);
    },
  );
  add(
    (catalog) => catalog.schemas,
    (catalog, key, parts) => {
      const schema = catalog.schemas.get(key);
      if (schema === undefined) return;
      const attributes = { owner: schema.owner ?? '' };
      parts.set(`schema ${key}`, { relation: undefined, origin: schema.origin, attributes });
      addGrants(parts, `schema ${key}`, schema.grants, undefined);
    },
  );
  add(
    (catalog) => catalog.extensions,
    (catalog, key, parts) => {
      parts.set(`extension ${key}`, {
        relation: undefined,
        origin: catalog.extensions.get(key),
        attributes: {},
      });
    },
  );
  add(
    (catalog) => catalog.definitions,
    (catalog, key, parts) => {
      const definition = catalog.definitions.get(key);
      if (definition === undefined) return;
      const [label = '', ...name] = key.split(' ');
      parts.set(
        `${label.toLowerCase().replace('statistic_ext', 'statistics').replace('_', ' ')} ${name.join(' ')}`,
        {
          relation: undefined,
          origin: definition.origin,
          attributes: { definition: sqlOf(definition.statement), alterations: String(definition.altered) },
        },
      );
    },
  );
  add(
    (catalog) => catalog.roles,
    (catalog, key, parts) => {
      const role = catalog.roles.get(key);
      if (role === undefined) return;
      parts.set(`role ${key}`, {
        relation: undefined,
        origin: role.origin,
        attributes: {
          attributes: [...role.attributes].sort().join(),
          memberships: [...role.memberOf].sort().join(),
        },
      });
    },
  );
  add(
    (catalog) => catalog.comments,
    (catalog, key, parts) => {
      const space = key.indexOf(' ');
      const [kind, name] = [key.slice(0, space).toLowerCase(), key.slice(space + 1)];
      const relation = name.split('.').slice(0, 2).join('.');
      parts.set(`comment on ${kind.replace('tabconstraint', 'constraint').replace('_', ' ')} ${name}`, {
        relation,
        origin: undefined,
        attributes: { text: catalog.comments.get(key) ?? '' },
      });
    },
  );
  if (one.defaultGrants !== other.defaultGrants) {
    for (const grant of one.defaultGrants) addDefaultGrant(sides[0], grant);
    for (const grant of other.defaultGrants) addDefaultGrant(sides[1], grant);
  }
  return sides;
}

/** What every map of the catalog can be asked, whatever it holds. */
interface Lookup {
  keys(): Iterable<string>;
  get(key: string): unknown;
  has(key: string): boolean;
}

function addRelation(parts: Parts, relation: Relation): void {
  const name = nameOf(relation);
  const common = { owner: relation.owner ?? '', options: recordText(relation.options) };
  const place = { relation: name, origin: relation.origin };
  if (isTable(relation)) {
    const { rowSecurity, partitionOf, partitionKey } = relation;
    parts.set(`table ${name}`, {
      ...place,
      attributes: {
        ...common,
        kind: relation.kind,
        persistence: relation.persistence,
        'row security': rowSecurity.enabled ? 'on' : 'off',
        'forced row security': rowSecurity.forced ? 'on' : 'off',
        'replica identity': relation.replicaIdentity,
        tablespace: relation.tablespace ?? '',
        inheritance: relation.inherits.join(),
        partition:
          partitionOf === undefined
            ? ''
            : `${partitionOf.parent} ${partitionOf.bound === 'default' ? 'default' : placeless(partitionOf.bound)}`,
        'partition key':
          partitionKey === undefined
            ? ''
            : `${partitionKey.strategy} ${partitionKey.elements.map(sqlOf).join()}`,
      },
    });
    for (const column of relation.columns) addColumn(parts, name, column);
    for (const constraint of relation.constraints) addConstraint(parts, name, constraint);
    for (const policy of relation.policies) addPolicy(parts, name, policy);
    for (const rule of relation.rules) {
      const statement = nodeAs(rule.definition, 'RuleStmt');
      const attributes = { definition: sqlOf({ RuleStmt: { ...statement, replace: false } }) };
      parts.set(`rule ${rule.name} on ${name}`, { ...place, attributes });
    }
  } else {
    parts.set(`${relation.kind} ${name}`, {
      ...place,
      attributes: {
        ...common,
        query: queryText(relation),
        columns: relation.columns.map((column) => column.name).join(),
      },
    });
  }
  for (const trigger of relation.triggers) addTrigger(parts, name, trigger);
  addGrants(parts, name, relation.grants, name);
}

/** A query with a star reads the columns that were there when the view was made: as if it had named them. */
function queryText({ query, columns }: View): string {
  const plain = query === undefined ? undefined : rewriteTree(query, withoutIdleAlias);
  const select = nodeAs(plain, 'SelectStmt');
  if (select === undefined) return treeText(plain);
  const targets = (select.targetList ?? []).map(sqlOf);
  const hasStar = (select.targetList ?? []).some(namesStar);
  const output = hasStar ? columns.map(({ name }) => sqlOf(columnReference(name))) : targets;
  return `${output.join(', ')} ${sqlOf({ SelectStmt: { ...select, targetList: [] } })}`;
}

/** A relation that was renamed away and back keeps its own name as its alias. */
function withoutIdleAlias(content: object): object | undefined {
  const alias: unknown = Reflect.get(content, 'alias');
  if (typeof alias !== 'object' || alias === null) return undefined;
  if (Reflect.get(alias, 'aliasname') !== Reflect.get(content, 'relname')) return undefined;
  return Object.fromEntries(Object.entries(content).filter(([field]) => field !== 'alias'));
}

function namesStar(target: Node): boolean {
  let found = false;
  walk(target, (_node, kind) => {
    found ||= kind === 'A_Star';
    return kind !== 'SelectStmt';
  });
  return found;
}

function columnReference(name: string): Node {
  return { ColumnRef: { fields: [{ String: { sval: name } }] } };
}

/** Options of a sequence that say what holds anyway. */
function withoutDefaults(options: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const defaults: Readonly<Record<string, string>> = {
    increment: '1',
    minvalue: 'true',
    maxvalue: 'true',
    cache: '1',
    cycle: 'false',
  };
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => defaults[name] !== value));
}

/** A tree as text without the places in its statement, for nodes that do not stand alone. */
function placeless(tree: Node): string {
  return JSON.stringify(tree, (key: string, value: unknown) => (key === 'location' ? undefined : value));
}

function addColumn(parts: Parts, relation: QualifiedName, column: Column): void {
  const key = `column ${relation}.${column.name}`;
  parts.set(key, {
    relation,
    origin: column.origin,
    attributes: {
      type: typeText(column.type),
      'NOT NULL': String(column.notNull),
      default: treeText(column.default),
      identity: column.identity ?? '',
      generation:
        column.generated === undefined
          ? ''
          : `${column.generated.storage} ${sqlOf(column.generated.expression)}`,
      collation: column.collation ?? '',
      storage: column.storage ?? '',
      statistics: String(column.statistics ?? ''),
      options: recordText(column.options),
    },
  });
  addGrants(parts, `${relation}.${column.name}`, column.grants, relation);
}

function addConstraint(parts: Parts, relation: QualifiedName, constraint: Constraint): void {
  // A NOT NULL is an attribute of its column; its name is one of PostgreSQL 18 alone.
  if (constraint.kind === 'not null') return;
  const columns = constraint.kind === 'check' ? '' : constraint.columns.join();
  const definition = (() => {
    switch (constraint.kind) {
      case 'check':
        return `${sqlOf(constraint.expression)}${constraint.noInherit ? ' no inherit' : ''}`;
      case 'primary key':
      case 'unique':
        return `${constraint.include.join()} ${String(constraint.nullsNotDistinct)}`;
      case 'exclusion':
        return sqlOf({ Constraint: constraint.definition });
      case 'foreign key':
        return [
          constraint.references,
          constraint.referencedColumns.join(),
          constraint.match,
          constraint.onUpdate,
          constraint.onDelete,
          constraint.onDeleteColumns.join(),
        ].join(' ');
    }
  })();
  parts.set(`constraint ${constraint.name} on ${relation}`, {
    relation,
    origin: constraint.origin,
    attributes: {
      definition: `${constraint.kind} ${columns} ${definition}`,
      validity: String(constraint.validated),
      enforcement: String(constraint.enforced),
      timing: `${String(constraint.deferrable)} ${String(constraint.initiallyDeferred)}`,
    },
  });
}

function addPolicy(parts: Parts, relation: QualifiedName, policy: RowPolicy): void {
  parts.set(`policy ${policy.name} on ${relation}`, {
    relation,
    origin: policy.origin,
    attributes: {
      kind: policy.permissive ? 'permissive' : 'restrictive',
      command: policy.command,
      roles: [...policy.roles].sort().join(),
      USING: treeText(policy.using),
      'WITH CHECK': treeText(policy.withCheck),
    },
  });
}

function addTrigger(parts: Parts, relation: QualifiedName, trigger: Trigger): void {
  const definition = { ...trigger.definition, trigname: '', relation: undefined, replace: false };
  parts.set(`trigger ${trigger.name} on ${relation}`, {
    relation,
    origin: trigger.origin,
    attributes: {
      function: trigger.routine,
      firing: [trigger.timing, ...trigger.events, trigger.level, ...trigger.columns].join(' '),
      condition: treeText(trigger.when),
      arguments: (definition.args ?? []).map(sqlOf).join(),
      timing: `${String(trigger.constraint)} ${String(trigger.deferrable)} ${String(trigger.initiallyDeferred)}`,
      'enabled state': trigger.enabled,
    },
  });
}

function addIndex(parts: Parts, index: Index): void {
  // The index of a constraint is the constraint's business, the part of a partition that of the parent's index.
  if (index.constraint !== undefined || index.attachedTo !== undefined) return;
  const keys = index.keys.map((key) =>
    [
      key.column ?? sqlOf(key.expression),
      key.collation ?? '',
      key.operatorClass ?? '',
      key.descending ? 'desc' : 'asc',
      key.nulls,
    ].join(' '),
  );
  parts.set(`index ${nameOf(index)}`, {
    relation: index.table,
    origin: index.origin,
    attributes: {
      definition: [
        index.table,
        index.method,
        String(index.unique),
        String(index.nullsNotDistinct),
        keys.join(),
        index.include.join(),
        treeText(index.predicate),
      ].join(' '),
      options: recordText(index.options),
      validity: String(index.valid),
      tablespace: index.tablespace ?? '',
    },
  });
}

function addType(parts: Parts, type: UserType): void {
  const definition = (() => {
    switch (type.kind) {
      case 'enum':
        return { labels: type.labels.join() };
      case 'domain':
        return {
          type: typeText(type.base),
          'NOT NULL': String(type.notNull),
          default: treeText(type.default),
          constraints: type.checks
            .map((check) => `${check.name} ${sqlOf(check.expression)} ${String(check.validated)}`)
            .sort()
            .join(),
        };
      case 'composite':
        return { attributes: type.attributes.map((each) => `${each.name} ${typeText(each.type)}`).join() };
      case 'range':
        return { subtype: type.subtype === undefined ? '' : typeText(type.subtype) };
      case 'base':
        return {};
    }
  })();
  const name = `${type.kind === 'enum' || type.kind === 'domain' ? type.kind : 'type'} ${nameOf(type)}`;
  parts.set(name, {
    relation: undefined,
    origin: type.origin,
    attributes: { owner: type.owner ?? '', ...withoutUndefined(definition) },
  });
  addGrants(parts, name, type.grants, undefined);
}

function withoutUndefined(record: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, value ?? '']));
}

function addRoutine(parts: Parts, routine: Routine): void {
  const inputs = routine.parameters.filter(({ mode }) => mode !== 'out' && mode !== 'table');
  const key = `${routine.kind} ${nameOf(routine)}(${inputs.map(({ type }) => typeText(type)).join(', ')})`;
  const { definition } = routine;
  parts.set(key, {
    relation: undefined,
    origin: routine.origin,
    attributes: {
      owner: routine.owner ?? '',
      body: routine.body ?? treeText(definition?.sql_body),
      language: routine.language,
      volatility: routine.volatility,
      security: routine.securityDefiner ? 'definer' : 'invoker',
      settings: recordText(routine.settings),
      clauses: [String(routine.strict), String(routine.leakproof), ...plainOptions(definition?.options)].join(
        ' ',
      ),
      parameters: (definition?.parameters ?? []).map(sqlOf).join(),
    },
  });
  addGrants(parts, key, routine.grants, undefined);
}

/** COST, ROWS, PARALLEL and other clauses that the model does not follow. */
function plainOptions(options: readonly Node[] | undefined): readonly string[] {
  const followed = ['as', 'language', 'volatility', 'security', 'strict', 'leakproof', 'set'];
  return (options ?? [])
    .filter((node) => 'DefElem' in node && !followed.includes(node.DefElem.defname ?? ''))
    .map((node) =>
      JSON.stringify(node, (key: string, value: unknown) => (key === 'location' ? undefined : value)),
    )
    .sort();
}

function addGrants(
  parts: Parts,
  on: string,
  grants: readonly Grant[],
  relation: QualifiedName | undefined,
): void {
  for (const { grantee, privilege, withGrantOption } of grants) {
    parts.set(`grant of ${privilege} on ${on} to ${grantee}`, {
      relation,
      origin: undefined,
      attributes: { 'grant option': String(withGrantOption) },
    });
  }
}

function addDefaultGrant(parts: Parts, grant: DefaultGrant): void {
  const { effect, privilege, objects, schema, grantee, forRole } = grant;
  parts.set(
    `default ${effect} of ${privilege} on ${objects} in ${schema ?? 'all schemas'} to ${grantee}${forRole === undefined ? '' : ` for ${forRole}`}`,
    {
      relation: undefined,
      origin: undefined,
      attributes: { 'grant option': String(grant.withGrantOption) },
    },
  );
}

function typeText({ schema, name, modifiers, arrayDimensions }: ColumnType): string {
  const qualifier = schema === undefined ? '' : `${schema}.`;
  const length = modifiers.length === 0 ? '' : `(${modifiers.join()})`;
  return `${qualifier}${name}${length}${arrayDimensions > 0 ? '[]' : ''}`;
}

function treeText(tree: Node | undefined): string {
  return tree === undefined ? '' : sqlOf(tree);
}

function recordText(record: Readonly<Record<string, string>>): string {
  return Object.entries(record)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join();
}
