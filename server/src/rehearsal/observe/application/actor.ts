import { DatabaseError, escapeIdentifier, escapeLiteral, type Client } from 'pg';

/** As whom the application speaks to the server. */
export interface Actor {
  readonly role: string;
  /** The setting that its policies read, with the tenant's key; undefined where tenants are told apart otherwise. */
  readonly acting: { readonly setting: string; readonly key: string } | undefined;
  /** Where it looks names up; undefined: as the database says. */
  readonly searchPath: readonly string[] | undefined;
}

/** What came of an operation of the application. */
export type Outcome<Result> =
  | { readonly kind: 'worked'; readonly result: Result }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | undefined };

/**
 * Does something as the application would, up to what a commit would check, and takes it back. `admin` is the steward's
 * connection outside a transaction.
 */
export async function attempt<Result>(
  admin: Client,
  actor: Actor,
  work: (client: Client) => Promise<Result>,
  timeoutMs = patience,
): Promise<Outcome<Result>> {
  try {
    await admin.query(beginAs(actor, timeoutMs));
    const result = await work(admin);
    await admin.query('set constraints all immediate');
    return { kind: 'worked', result };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { kind: 'failed', message: error.message, code: error.code };
  } finally {
    await admin.query('rollback');
  }
}

/** The first of the actors that may do it does it; what fails for another reason than its rights fails for all. */
export async function attemptAsAny<Result>(
  admin: Client,
  actors: readonly Actor[],
  work: (client: Client) => Promise<Result>,
  timeoutMs = patience,
): Promise<{ readonly actor: Actor; readonly outcome: Outcome<Result> } | undefined> {
  let last: { readonly actor: Actor; readonly outcome: Outcome<Result> } | undefined;
  for (const actor of actors) {
    const outcome = await attempt(admin, actor, work, timeoutMs);
    last = { actor, outcome };
    if (outcome.kind === 'worked' || outcome.code !== insufficientPrivilege) return last;
  }
  return last;
}

const insufficientPrivilege = '42501';

/** How long the server may take for an operation, in milliseconds. */
const patience = 60_000;

function beginAs({ role, acting, searchPath }: Actor, timeoutMs: number): string {
  const path = searchPath === undefined ? 'default' : searchPath.map(escapeIdentifier).join(', ');
  const setting =
    acting === undefined
      ? ''
      : `select pg_catalog.set_config(${escapeLiteral(acting.setting)}, ${escapeLiteral(acting.key)}, true);`;
  return `begin; ${setting} set local search_path to ${path}; set local timezone to 'UTC';
    set local row_security to on; set local datestyle to 'ISO, YMD'; set local intervalstyle to 'postgres'; set local statement_timeout to ${timeoutMs};
    set local role ${escapeIdentifier(role)}`;
}
