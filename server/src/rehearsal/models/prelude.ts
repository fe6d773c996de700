import { escapeIdentifier, type Client } from 'pg';
import type { Policy, ProjectFiles } from '../../project';
import { nodeAs, parseSqlFile, type SqlFile } from '../../sql';
import { RehearsalError } from '../errors';
import type { NotChecked } from '../result';
import { migrationRole, roleFilter } from '../roles';
import { executeScript } from '../run/executeScript';
import { supabasePrelude } from './supabasePrelude';

/** What the platform provides before the first migration. */
export interface Prelude {
  /** Path of the project's file, or a name for a framework's built-in prelude. */
  readonly path: string;
  readonly sql: string;
  /** Where the platform looks names up; undefined: where PostgreSQL does. */
  readonly searchPath: readonly string[] | undefined;
  /** SQL that makes a transaction act for one of the platform's users, where triggers ask who acts. */
  readonly actAs: string | undefined;
  readonly notice: NotChecked;
}

/**
 * The project's prelude (`fixtures.prelude`); where it has none, the one that its framework's platform calls for.
 *
 * @throws RehearsalError when the policy names a file that cannot be read.
 */
export function preludeOf(policy: Policy, files: ProjectFiles): Prelude | undefined {
  const path = policy.fixtures.prelude;
  if (path === undefined) {
    return policy.migrations.some(({ framework }) => framework === 'supabase') ? supabase : undefined;
  }
  const sql = files.text(path);
  if (sql === undefined) {
    throw new RehearsalError(
      `${path} cannot be read: fixtures.prelude in the policy names the SQL file that makes what the platform provides.`,
    );
  }
  const what = `What the platform provides, beyond ${path}`;
  const why =
    'The fixture database has only what the prelude makes, with all rights on it for the migrations.';
  return { path, sql, searchPath: undefined, actAs: undefined, notice: { what, why } };
}

const supabase: Prelude = {
  path: 'the built-in prelude for Supabase',
  sql: supabasePrelude,
  searchPath: ['public', 'extensions'],
  actAs: `select set_config('request.jwt.claims', jsonb_build_object('role', 'authenticated', 'sub', min(id::text))::text, true) from auth.users`,
  notice: {
    what: 'What Supabase provides, beyond the tables, functions and roles that migrations commonly use',
    why: 'A small stand-in for its auth, storage and extensions schemas is used; name a file of your own as fixtures.prelude for more.',
  },
};

/**
 * Runs a prelude in a new database, as the superuser that `session` is connected as. The migration role may then use
 * what was made, and act for the roles that were made.
 *
 * @throws RehearsalError with the file, the statement and the server's reason when one is refused.
 */
export async function runPrelude(session: Client, prelude: Prelude): Promise<void> {
  const script = { path: prelude.path, file: parseSqlFile(prelude.sql), transaction: 'none' } as const;
  const { failure } = await executeScript(
    session,
    script,
    {},
    roleFilter(session, () => undefined),
  );
  if (failure !== undefined) {
    const place = failure.statement === null ? '' : `, statement ${failure.statement + 1}`;
    throw new RehearsalError(`The prelude cannot be run: ${prelude.path}${place}: ${failure.message}.`);
  }
  await session.query('discard all');
  await session.query(rightsOnSchemas);
  for (const role of rolesMadeBy(script.file)) {
    await session.query(`grant ${escapeIdentifier(role)} to ${escapeIdentifier(migrationRole)}`);
  }
}

/** Everything in the new database that is not the server's own was made by the prelude. */
const rightsOnSchemas = `
do $$
declare
  made name;
begin
  for made in
    select n.nspname from pg_catalog.pg_namespace n
    where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')
  loop
    execute format('grant usage on schema %I to ${migrationRole}', made);
  end loop;
  for made in
    select n.nspname from pg_catalog.pg_namespace n
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  loop
    execute format('grant all on all tables in schema %I to ${migrationRole}', made);
    execute format('grant all on all sequences in schema %I to ${migrationRole}', made);
    execute format('grant all on all routines in schema %I to ${migrationRole}', made);
  end loop;
end
$$`;

/** Never a superuser: nothing that the migrations act for may do more than they. */
function rolesMadeBy(file: SqlFile): readonly string[] {
  return file.statements.flatMap(({ tree }) => {
    const statement = nodeAs(tree, 'CreateRoleStmt');
    const isSuperuser = (statement?.options ?? []).some(
      (option) => nodeAs(option, 'DefElem')?.defname === 'superuser',
    );
    return statement?.role === undefined || isSuperuser ? [] : [statement.role];
  });
}
