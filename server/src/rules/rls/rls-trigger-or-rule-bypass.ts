import type { Node } from '@pgsql/types';
import {
  findRelation,
  findTable,
  foreignKeysOf,
  nameOf,
  resolveRelation,
  resolveRoutine,
  spokenName,
  type QualifiedName,
  type Relation,
  type Routine,
  type Table,
} from '../../catalog';
import { nameOfParts, nameOfRangeVar, nodeAs, stringsOf, walk } from '../../sql';
import { tenancyOf, treesOf } from '../../tenancy';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { asksWhoAsks } from '../readings/asker';
import { findingsByStatement } from '../readings/findingsByStatement';
import { routineMadeBy } from '../readings/madeRoutines';
import { isGuardedByRowSecurity, passesRowSecurity } from '../readings/rowSecurity';
import { someNode } from '../readings/treeSearch';

/** What a trigger or a rule adds to a tenant's statement runs with the rights of an owner whom policies do not hold back. */
export const rlsTriggerOrRuleBypass: Rule = {
  id: 'rls-trigger-or-rule-bypass',
  category: 'rls',
  severity: 'warning',
  summary: 'A SECURITY DEFINER trigger or a rewrite rule that changes other tenants’ rows past the policies',
  speaksOf: ['CreateFunctionStmt', 'CreateTrigStmt', 'RuleStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

/** What runs along with statements on a relation, and as whom. */
interface Companion {
  readonly spoken: string;
  readonly on: Relation;
  readonly as: string | undefined;
  readonly trees: readonly Node[];
}

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { policy, direction } = migration;
  if (!isGuardedByRowSecurity(policy) || direction === 'down') return undefined;
  for (const companion of companionsMadeBy(reviewed, migration)) {
    const target = changedPastPolicies(companion, migration);
    if (target === undefined) continue;
    const [name, on] = [spokenName(nameOf(target)), spokenName(nameOf(companion.on))];
    return {
      what: `${companion.spoken} changes ${name} with the rights of its owner, whom the policies there do not hold back, and does not say whose rows.`,
      who: `A tenant that writes to ${on} changes rows of ${name} that belong to others.`,
      remedy: `Compare the tenant column of ${name} with that of the row (NEW or OLD), or let it run with the rights of whoever writes.`,
      span: reviewed.statement.span,
      relations: [nameOf(target), nameOf(companion.on)],
    };
  }
  return undefined;
}

function companionsMadeBy(reviewed: ReviewedStatement, migration: ReviewedMigration): readonly Companion[] {
  const { statement, before, after } = reviewed;
  const rule = nodeAs(statement.tree, 'RuleStmt');
  const on = relationNamed(rule?.relation ?? nodeAs(statement.tree, 'CreateTrigStmt')?.relation, reviewed);
  if (rule !== undefined) {
    const spoken = `The rule ${rule.rulename ?? ''}`;
    return on === undefined ? [] : [{ spoken, on, as: on.owner, trees: rule.actions ?? [] }];
  }
  const trigger = nodeAs(statement.tree, 'CreateTrigStmt');
  if (trigger !== undefined) {
    const written = nameOfParts(trigger.funcname);
    const name = written && resolveRoutine(after, written);
    const [routine] = name === undefined ? [] : (migration.after.routines.get(name) ?? []);
    return on === undefined || routine === undefined ? [] : companionOf(routine, on);
  }
  const made = routineMadeBy(reviewed, migration);
  if (made === undefined) return [];
  const fired = before.relations.filter(({ triggers }) =>
    triggers.some(({ routine }) => routine === nameOf(made)),
  );
  return [...fired.values()].flatMap((relation) => companionOf(made, relation));
}

function companionOf(routine: Routine, on: Relation): readonly Companion[] {
  if (!routine.securityDefiner) return [];
  const spoken = `The trigger function ${spokenName(nameOf(routine))}`;
  return [{ spoken, on, as: routine.owner, trees: treesOf(routine) }];
}

function relationNamed(
  written: Parameters<typeof nameOfRangeVar>[0],
  { after }: ReviewedStatement,
): Relation | undefined {
  const name = nameOfRangeVar(written);
  return name === undefined ? undefined : findRelation(after, name);
}

/** A table whose rows a statement of it changes without a word of the tenant. */
function changedPastPolicies(
  { on, as, trees }: Companion,
  { after, policy }: ReviewedMigration,
): Table | undefined {
  for (const change of trees.flatMap(changesIn)) {
    const target = findTable(after, resolveRelation(after, change.target));
    const tenancy = target && tenancyOf(after, policy).table(nameOf(target));
    const column = tenancy?.tenantColumn?.name;
    if (target === undefined || column === undefined || tenancy?.standing.side !== 'tenant') continue;
    if (!target.rowSecurity.enabled || !passesRowSecurity(as, target, after, policy)) continue;
    if (asksWhoAsks(change.tree, after) || saysTenant(change.tree, column)) continue;
    if (!followsForeignKey(change.tree, on, nameOf(target))) return target;
  }
  return undefined;
}

interface Change {
  readonly tree: Node;
  readonly target: { readonly schema: string | undefined; readonly name: string };
}

function changesIn(tree: Node): readonly Change[] {
  const changes: Change[] = [];
  walk(tree, (node) => {
    const insert = nodeAs(node, 'InsertStmt');
    // Without a list of columns nobody can tell from the text which value is the tenant's.
    const isReadable = insert === undefined || insert.cols !== undefined;
    const target = nameOfRangeVar(
      insert?.relation ?? nodeAs(node, 'UpdateStmt')?.relation ?? nodeAs(node, 'DeleteStmt')?.relation,
    );
    if (target !== undefined && isReadable) changes.push({ tree: node, target });
    return undefined;
  });
  return changes;
}

function saysTenant(tree: Node, column: string): boolean {
  return someNode(
    tree,
    (node) =>
      stringsOf(nodeAs(node, 'ColumnRef')?.fields).at(-1) === column ||
      nodeAs(node, 'ResTarget')?.name === column,
  );
}

/** NEW or OLD names the row by a foreign key: whether that leads to another tenant is a question to the key. */
function followsForeignKey(tree: Node, on: Relation, target: QualifiedName): boolean {
  const columns =
    'constraints' in on
      ? foreignKeysOf(on)
          .filter(({ references }) => references === target)
          .flatMap((key) => key.columns)
      : [];
  return someNode(tree, (node) => {
    const [row, column] = stringsOf(nodeAs(node, 'ColumnRef')?.fields);
    return (row === 'new' || row === 'old') && column !== undefined && columns.includes(column);
  });
}
