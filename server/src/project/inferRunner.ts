import { bodyOf, nodeAs, queriesIn, type SqlFile, type Statement } from '../sql';
import type { InferredRunner } from './inference';
import type { Migration } from './model';

/** Whether policies hold the runner's role back: not where its platform or its own statements say otherwise. */
export function inferRunner(migrations: readonly Migration[], history: readonly SqlFile[]): InferredRunner {
  if (migrations.some(({ framework }) => framework === 'supabase')) {
    const reason = 'Supabase runs migrations as `postgres`, which has BYPASSRLS';
    return { bypassesRls: { value: true, confidence: 0.9, reason } };
  }
  const exempting = history.flatMap(rolesExemptedBy)[0];
  if (exempting !== undefined) {
    const reason = `the migrations give ${exempting} BYPASSRLS or SUPERUSER, which only a role that has it may do`;
    return { bypassesRls: { value: true, confidence: 0.9, reason } };
  }
  const reason = 'no migration does what only a role that policies do not hold may do';
  return { bypassesRls: { value: false, confidence: 0.3, reason } };
}

/**
 * Roles that a script gives BYPASSRLS or SUPERUSER, also in its DO blocks. The server refuses that to everybody but
 * superusers and, for BYPASSRLS since version 16, roles that have it themselves (`user.c` in its source).
 */
function rolesExemptedBy(file: SqlFile): readonly string[] {
  const known = exemptedRoles.get(file);
  if (known !== undefined) return known;
  const found = file.statements
    // Bodies of a long history are not worth opening for a word that is not in them.
    .filter(({ text }) => /\b(?:bypassrls|superuser)\b/i.test(text))
    .flatMap((statement) => [statement, ...queriesOfBlock(statement)])
    .flatMap(({ tree }) => {
      const created = nodeAs(tree, 'CreateRoleStmt');
      const altered = nodeAs(tree, 'AlterRoleStmt');
      const role = created?.role ?? altered?.role?.rolename;
      const options = created?.options ?? altered?.options ?? [];
      const isExempted = options.some((option) => {
        const { defname, arg } = nodeAs(option, 'DefElem') ?? {};
        return (
          (defname === 'bypassrls' || defname === 'superuser') && nodeAs(arg, 'Boolean')?.boolval === true
        );
      });
      return isExempted && role !== undefined ? [role] : [];
    });
  exemptedRoles.set(file, found);
  return found;
}

function queriesOfBlock(statement: Statement): readonly Statement[] {
  return nodeAs(statement.tree, 'DoStmt') === undefined ? [] : queriesIn(bodyOf(statement)?.steps ?? []);
}

/** A parsed script is the same value as long as its text is: only an edited one is read again. */
const exemptedRoles = new WeakMap<SqlFile, readonly string[]>();
