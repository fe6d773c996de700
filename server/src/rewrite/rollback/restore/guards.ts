import type { Node } from '@pgsql/types';
import { findTable, type QualifiedName, type RowPolicy, type Trigger } from '../../../catalog';
import { nodeAs } from '../../../sql';
import type { Phase, Undo } from '../model';
import { alterTable, drop, nameParts, partOf, rangeVar, roles, strings } from '../trees';
import { changedRelations, changedTables, isSameTree, isSameValue, notIn } from './pairs';

/** Triggers that are missing, and which of them fire. */
export const createTriggers: Phase = (from, to, scope) =>
  changedRelations(from, to, scope).flatMap(({ name, from: one, to: other }) => {
    const parent = findTable(to, name)?.partitionOf?.parent;
    const cloned = parent === undefined ? [] : (findTable(to, parent)?.triggers ?? []);
    return notIn(other.triggers, one.triggers)
      .filter((trigger) => !(trigger.level === 'row' && cloned.some((each) => each.name === trigger.name)))
      .map((trigger) => ({ tree: triggerStatement(name, trigger) }));
  });

export const changeTriggers: Phase = (from, to, scope) =>
  changedRelations(from, to, scope).flatMap(({ name, from: one, to: other }) =>
    other.triggers.flatMap((trigger): readonly Undo[] => {
      const found = one.triggers.find((candidate) => candidate.name === trigger.name);
      if (found === undefined || found === trigger) return [];
      const [was, is] = [triggerStatement(name, found), triggerStatement(name, trigger)];
      const replace: readonly Undo[] = isSameTree(was, is)
        ? []
        : [{ tree: drop('OBJECT_TRIGGER', partOf(name, trigger.name)) }, { tree: is }];
      const enabled = replace.length > 0 ? 'origin' : found.enabled;
      if (enabled === trigger.enabled) return replace;
      return [
        ...replace,
        { tree: alterTable(name, { subtype: enablings[trigger.enabled], name: trigger.name }) },
      ];
    }),
  );

const enablings = {
  origin: 'AT_EnableTrig',
  disabled: 'AT_DisableTrig',
  replica: 'AT_EnableReplicaTrig',
  always: 'AT_EnableAlwaysTrig',
} as const;

function triggerStatement(relation: QualifiedName, trigger: Trigger): Node {
  return {
    CreateTrigStmt: {
      ...trigger.definition,
      replace: false,
      trigname: trigger.name,
      relation: rangeVar(relation),
      funcname: nameParts(trigger.routine),
      ...(trigger.columns.length === 0 ? {} : { columns: strings(trigger.columns) }),
      ...(trigger.when === undefined ? {} : { whenClause: trigger.when }),
    },
  };
}

export const createRules: Phase = (from, to, scope) =>
  changedTables(from, to, scope).flatMap(({ from: one, to: other }) =>
    other.rules.flatMap(({ name, definition }): readonly Undo[] => {
      const found = one.rules.find((rule) => rule.name === name);
      if (found !== undefined && isSameTree(found.definition, definition)) return [];
      const statement = nodeAs(definition, 'RuleStmt');
      return [{ tree: { RuleStmt: { ...statement, replace: found !== undefined } } }];
    }),
  );

/** Policies that are missing or say something else. */
export const createPolicies: Phase = (from, to, scope) =>
  changedTables(from, to, scope).flatMap(({ name, from: one, to: other }) =>
    other.policies.flatMap((policy): readonly Undo[] => {
      const found = one.policies.find((candidate) => candidate.name === policy.name);
      if (found === undefined) return [{ tree: policyStatement(name, policy) }];
      if (found === policy || isSameTree(policyStatement(name, found), policyStatement(name, policy))) {
        return [];
      }
      return isAlterable(found, policy)
        ? [{ tree: alterPolicy(name, found, policy) }]
        : [
            { tree: drop('OBJECT_POLICY', partOf(name, policy.name)) },
            { tree: policyStatement(name, policy) },
          ];
    }),
  );

/** ALTER POLICY changes roles and expressions; it takes no expression away. */
function isAlterable(found: RowPolicy, wanted: RowPolicy): boolean {
  const loses = (one: Node | undefined, other: Node | undefined) => one !== undefined && other === undefined;
  return (
    found.command === wanted.command &&
    found.permissive === wanted.permissive &&
    !loses(found.using, wanted.using) &&
    !loses(found.withCheck, wanted.withCheck)
  );
}

function alterPolicy(relation: QualifiedName, found: RowPolicy, wanted: RowPolicy): Node {
  return {
    AlterPolicyStmt: {
      policy_name: wanted.name,
      table: rangeVar(relation),
      ...(isSameValue(found.roles, wanted.roles) ? {} : { roles: roles(wanted.roles) }),
      ...(wanted.using === undefined || isSameTree(found.using, wanted.using) ? {} : { qual: wanted.using }),
      ...(wanted.withCheck === undefined || isSameTree(found.withCheck, wanted.withCheck)
        ? {}
        : { with_check: wanted.withCheck }),
    },
  };
}

function policyStatement(relation: QualifiedName, policy: RowPolicy): Node {
  return {
    CreatePolicyStmt: {
      policy_name: policy.name,
      table: rangeVar(relation),
      cmd_name: policy.command,
      ...(policy.permissive ? { permissive: true } : {}),
      roles: roles(policy.roles),
      ...(policy.using === undefined ? {} : { qual: policy.using }),
      ...(policy.withCheck === undefined ? {} : { with_check: policy.withCheck }),
    },
  };
}
