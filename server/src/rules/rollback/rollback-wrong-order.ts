import {
  applyStatement,
  findTable,
  resolveRelation,
  spokenList,
  spokenName,
  type Catalog,
  type QualifiedName,
} from '../../catalog';
import { nameOfParts, nameOfRangeVar, nodeAs, stringsOf } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';

/** A rollback whose statements are right and whose order is not. */
export const rollbackWrongOrder: Rule = {
  id: 'rollback-wrong-order',
  category: 'rollback',
  severity: 'error',
  summary: 'A rollback that fails because of its order, or that opens rows to other tenants on its way',
  *check(migration) {
    if (migration.direction === 'up') return;
    for (const reviewed of migration.statements) {
      if (reviewed.within !== undefined) continue;
      if (failsByOrder(reviewed, migration)) yield failing(reviewed);
      const window = openedTo(reviewed, migration);
      if (window !== undefined) yield opening(reviewed, window);
    }
  },
};

/** Refused where it stands, and not at the rollback's start: what it needs was taken away by the statements before it. */
function failsByOrder(
  { statement, before, after }: ReviewedStatement,
  { before: start, script }: ReviewedMigration,
): boolean {
  if (!isNewlyRefused(before, after)) return false;
  return !isNewlyRefused(start, applyStatement(start, statement, script.path));
}

function isNewlyRefused(before: Catalog, after: Catalog): boolean {
  return (
    after.notUnderstood.length > before.notUnderstood.length && after.notUnderstood.at(-1)?.kind === 'refused'
  );
}

function failing({ statement, after }: ReviewedStatement): Finding {
  const reason = after.notUnderstood.at(-1)?.what ?? 'what it needs is gone';
  return {
    what: `The rollback fails here: by now ${reason.replaceAll('public.', '')}, because of a statement above.`,
    who: 'Whoever has to roll back finds out when it matters, and every tenant stays on the new schema.',
    remedy:
      'Undo the migration’s steps in reverse: the last one first, dependants before what they depend on.',
    span: statement.span,
    relations: [],
  };
}

interface Window {
  readonly table: QualifiedName;
  readonly roles: readonly string[];
}

/**
 * Row security that is switched off, or a restrictive policy that is dropped, while roles still have the table, which the
 * rollback takes from them only later. In one transaction nobody sees that.
 */
function openedTo(reviewed: ReviewedStatement, migration: ReviewedMigration): Window | undefined {
  if (reviewed.inTransaction) return undefined;
  const name = tableOpenedBy(reviewed);
  const table = name === undefined ? undefined : findTable(reviewed.after, name);
  if (name === undefined || table === undefined) return undefined;
  const last = migration.after.relations.get(name);
  const roles = [
    ...new Set(
      table.grants
        .filter(({ grantee, privilege }) => grantee !== table.owner && privilege !== 'REFERENCES')
        .filter((grant) => last?.grants.some(({ grantee }) => grantee === grant.grantee) !== true)
        .map(({ grantee }) => grantee),
    ),
  ];
  return roles.length === 0 ? undefined : { table: name, roles };
}

function tableOpenedBy({ statement: { tree }, before }: ReviewedStatement): QualifiedName | undefined {
  const alter = nodeAs(tree, 'AlterTableStmt');
  const isSwitchedOff = (alter?.cmds ?? []).some(
    (command) => nodeAs(command, 'AlterTableCmd')?.subtype === 'AT_DisableRowSecurity',
  );
  const relation = nameOfRangeVar(alter?.relation);
  if (isSwitchedOff && relation !== undefined) return resolveRelation(before, relation);
  const drop = nodeAs(tree, 'DropStmt');
  if (drop?.removeType !== 'OBJECT_POLICY') return undefined;
  const names = stringsOf(drop.objects?.[0]);
  const written = nameOfParts(names.slice(0, -1).map((sval) => ({ String: { sval } })));
  const table = written === undefined ? undefined : resolveRelation(before, written);
  const policy = (table === undefined ? undefined : findTable(before, table))?.policies.find(
    ({ name }) => name === names.at(-1),
  );
  return policy?.permissive === false ? table : undefined;
}

function opening({ statement }: ReviewedStatement, { table, roles }: Window): Finding {
  const name = spokenName(table);
  return {
    what: `From here on ${spokenList(roles)} can read rows of ${name} that no policy keeps apart any more: the rollback takes the privileges away only further below, and no transaction hides what is between.`,
    who: 'Every tenant’s rows are open to the others until then, or for good if the rollback stops there.',
    remedy: `Revoke the privileges on ${name} first, then drop its policies, then switch row security off.`,
    span: statement.span,
    relations: [table],
    severity: 'warning',
  };
}
