import { spokenName, tablesOf, nameOf } from '../../catalog';
import { constantOf, nodeAs, stringsOf, walk } from '../../sql';
import { tenancyOf } from '../../tenancy';
import { insertion } from '../fixes/insertions';
import type { Edit, Finding, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { expressionsOf, spanOfCall } from '../readings/policyExpressions';
import { writtenPolicies, type WrittenPolicy } from '../readings/writtenPolicies';

/** Whether a forgotten tenant is an error or no rows is for a project to choose, but not for each of its policies. */
export const rlsGucMissingOk: Rule = {
  id: 'rls-guc-missing-ok',
  category: 'rls',
  severity: 'info',
  summary:
    'A policy that fails where the setting is not set, although the project’s other policies show no rows then',
  speaksOf: writesPolicy,
  *check(migration) {
    for (const written of writtenPolicies(migration)) {
      const finding = findingFor(written, migration);
      if (finding !== undefined) yield finding;
    }
  },
};

function findingFor(written: WrittenPolicy, migration: ReviewedMigration): Finding | undefined {
  const calls = strictCalls(written, migration);
  const [first] = calls;
  if (first === undefined) return undefined;
  return {
    what: `current_setting('${first.setting}') fails in a session that has not set it (42704); the project's other policies pass true and show no rows then.`,
    who: `Queries on ${spokenName(written.name)} without a tenant fail, also those that only join it.`,
    remedy: `Write current_setting('${first.setting}', true), or leave true out everywhere.`,
    span: first.span,
    relations: [written.name],
    fixes: [
      {
        title: 'Pass true, as the other policies do',
        preferred: false,
        edits: calls.map(({ edit }) => edit),
      },
    ],
  };
}

interface StrictCall {
  readonly setting: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly edit: Edit;
}

function strictCalls(written: WrittenPolicy, migration: ReviewedMigration): readonly StrictCall[] {
  const { statement } = written.reviewed;
  const calls: StrictCall[] = [];
  for (const { tree } of expressionsOf(written)) {
    walk(tree, (node) => {
      const call = nodeAs(node, 'FuncCall');
      const [name, ...others] = call?.args ?? [];
      if (stringsOf(call?.funcname).at(-1) !== 'current_setting' || name === undefined || others.length > 0) {
        return undefined;
      }
      const setting = constantOf(name);
      const span = spanOfCall(statement, call?.location);
      if (typeof setting !== 'string' || span === undefined) return false;
      if (!isReadLeniently(setting.toLowerCase(), migration)) return false;
      calls.push({ setting, span, edit: insertion(migration, span.end - 1, ', true') });
      return false;
    });
  }
  return calls;
}

/** Whether the policies from before the migration read the setting, and all of them with `true`. */
function isReadLeniently(setting: string, { before, policy }: ReviewedMigration): boolean {
  const tenancy = tenancyOf(before, policy);
  let isRead = false;
  for (const table of tablesOf(before)) {
    for (const { using, check } of tenancy.table(nameOf(table))?.policies ?? []) {
      for (const { name, missingOk } of [...(using?.settings ?? []), ...(check?.settings ?? [])]) {
        if (name.toLowerCase() !== setting) continue;
        // One that fails settles it, and most projects have one in their first table.
        if (!missingOk) return false;
        isRead = true;
      }
    }
  }
  return isRead;
}
