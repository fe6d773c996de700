import type { Node } from '@pgsql/types';
import { nodeAs, sqlOf, walk } from '../../sql';
import type { Column, Constraint, Index, QualifiedName, Relation, RowPolicy, Trigger, View } from '../model';
import { isTable, nameOf } from '../query/relations';
import { rewriteTree } from '../trees/rewriting';
import { addGrants, typeText, treeText, recordText, placeless, type Parts } from './parts';

export function addRelation(parts: Parts, relation: Relation): void {
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
      roles: policy.roles
        .map((role) => role ?? '')
        .sort()
        .join(),
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

export function addIndex(parts: Parts, index: Index): void {
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
