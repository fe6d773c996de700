import { nodeAs, stringsOf, type Span, type Statement } from '../../sql';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { isTenantDatabaseScript } from '../readings/tenantDatabases';
import { isPlaceholder } from '../readings/tenantSchemas';

/** One tenant's database by name, in a migration that runs in each of them. */
export const tenantDbHardcodedDatabase: Rule = {
  id: 'tenant-db-hardcoded-database',
  category: 'tenant-database',
  severity: 'warning',
  summary: "A database by name in a migration that runs in each tenant's own",
  *check(migration) {
    if (!isTenantDatabaseScript(migration)) return;
    for (const { statement, within } of migration.statements) {
      const name = databaseNamed(statement);
      if (name === undefined || isPlaceholder(name)) continue;
      yield {
        ...findingFor(name, statement.span),
        fixes: within === undefined ? forCurrentDatabase(name, statement, migration) : [],
      };
    }
    for (const span of migration.file.metaCommands) {
      const name = /^\\c(?:onnect)?\s+(\S+)/.exec(migration.script.sql.slice(span.start, span.end))?.[1];
      if (name !== undefined && !name.startsWith('$') && !name.startsWith(':')) yield findingFor(name, span);
    }
  },
};

function findingFor(name: string, span: Span): Finding {
  return {
    what: `${name} is one database, and this file runs in the database of each tenant.`,
    who: `Every run works on ${name}: the second fails, or does to ${name} again what it should do to its own database, which is left as it was.`,
    remedy:
      'Leave it to the runner which database it works in, and name the one at hand by current_database().',
    span,
    relations: [],
  };
}

function databaseNamed({ tree }: Statement): string | undefined {
  const grant = nodeAs(tree, 'GrantStmt');
  const comment = nodeAs(tree, 'CommentStmt');
  return (
    nodeAs(tree, 'CreatedbStmt')?.dbname ??
    nodeAs(tree, 'DropdbStmt')?.dbname ??
    nodeAs(tree, 'AlterDatabaseStmt')?.dbname ??
    nodeAs(tree, 'AlterDatabaseSetStmt')?.dbname ??
    nodeAs(tree, 'AlterRoleSetStmt')?.database ??
    (grant?.objtype === 'OBJECT_DATABASE' ? stringsOf(grant.objects?.[0])[0] : undefined) ??
    (comment?.objtype === 'OBJECT_DATABASE' ? stringsOf(comment.object)[0] : undefined)
  );
}

/** The statement as it is, with the name filled in when it runs; not for what makes or drops a database. */
function forCurrentDatabase(
  name: string,
  { tree, span }: Statement,
  { script }: ReviewedMigration,
): readonly Fix[] {
  const isChange =
    nodeAs(tree, 'AlterDatabaseSetStmt') ?? nodeAs(tree, 'GrantStmt') ?? nodeAs(tree, 'CommentStmt');
  const written = script.sql.slice(span.start, span.end);
  const place = written.search(
    new RegExp(`(?<=\\bDATABASE\\s+)"?${name.replace(/\W/g, '\\$&')}"?(?!\\w)`, 'i'),
  );
  if (isChange === undefined || place < 0 || written.includes('%')) return [];
  const length = written.charAt(place) === '"' ? name.length + 2 : name.length;
  const text = `${written.slice(0, place)}%I${written.slice(place + length)}`.replaceAll("'", "''");
  const newText = `DO $$\nBEGIN\n  EXECUTE format('${text}', current_database());\nEND $$`;
  return [
    {
      title: 'Do it to the database at hand',
      preferred: false,
      edits: [{ path: script.path, span, newText }],
    },
  ];
}
