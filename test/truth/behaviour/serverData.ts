import type { Client } from 'pg';

/** Function names by volatility, as `server/src/behaviour/postgres/data/functionVolatility.json` has them. */
export interface FunctionVolatility {
  readonly immutable: readonly string[];
  readonly stable: readonly string[];
  readonly volatile: readonly string[];
}

/** Types and the casts between them that keep the stored bytes, as `data/types.json` has them. */
export interface ServerTypes {
  readonly names: readonly string[];
  readonly binaryCoercions: readonly string[];
}

/** Installs every extension that the server comes with and can install, so that its functions and casts are seen. */
export async function installExtensions(session: Client): Promise<void> {
  const { rows } = await session.query<{ name: string }>(
    `SELECT name FROM pg_available_extensions WHERE name !~ 'plperl|plpython|pltcl' ORDER BY name`,
  );
  for (const { name } of rows) await session.query(`CREATE EXTENSION IF NOT EXISTS "${name}" CASCADE`);
}

/**
 * Functions that SQL can call, aggregates left out. Of several with one name the most volatile counts, but volatile only
 * where all are: one odd variant of `timezone` must not make every AT TIME ZONE volatile.
 */
export async function readFunctionVolatility(session: Client): Promise<FunctionVolatility> {
  const { rows } = await session.query<{ name: string; level: keyof FunctionVolatility }>(`
    SELECT proname AS name,
      CASE WHEN bool_and(provolatile = 'v') THEN 'volatile' WHEN bool_or(provolatile <> 'i') THEN 'stable'
        ELSE 'immutable' END AS level
    FROM pg_proc
    WHERE prokind = 'f'
      AND pronamespace NOT IN ('information_schema'::regnamespace, 'pg_toast'::regnamespace)
      AND NOT ('internal'::regtype = ANY (proargtypes)) AND NOT ('cstring'::regtype = ANY (proargtypes))
      AND prorettype NOT IN ('internal'::regtype, 'cstring'::regtype, 'trigger'::regtype, 'event_trigger'::regtype)
    GROUP BY proname ORDER BY proname COLLATE "C"`);
  const namesOf = (level: string) => rows.filter((row) => row.level === level).map(({ name }) => name);
  return { immutable: namesOf('immutable'), stable: namesOf('stable'), volatile: namesOf('volatile') };
}

export async function readTypes(session: Client): Promise<ServerTypes> {
  const names = await session.query<{ name: string }>(`
    SELECT DISTINCT typname AS name FROM pg_type
    WHERE typtype IN ('b', 'r', 'm') AND typcategory <> 'A' AND typnamespace <> 'pg_toast'::regnamespace
    ORDER BY 1`);
  const casts = await session.query<{ pair: string }>(`
    SELECT s.typname || ' ' || t.typname AS pair
    FROM pg_cast c JOIN pg_type s ON s.oid = c.castsource JOIN pg_type t ON t.oid = c.casttarget
    WHERE c.castmethod = 'b' ORDER BY 1`);
  return { names: names.rows.map(({ name }) => name), binaryCoercions: casts.rows.map(({ pair }) => pair) };
}

/** What several servers say together: of contradicting levels the most volatile. */
export function mergeVolatility(servers: readonly FunctionVolatility[]): FunctionVolatility {
  const volatile = sorted(servers.flatMap((server) => server.volatile));
  const stable = sorted(servers.flatMap((server) => server.stable)).filter(
    (name) => !volatile.includes(name),
  );
  const known = new Set([...volatile, ...stable]);
  const immutable = sorted(servers.flatMap((server) => server.immutable)).filter((name) => !known.has(name));
  return { immutable, stable, volatile };
}

/** Types of any server; only casts that all of them make without a function. */
export function mergeTypes(servers: readonly ServerTypes[]): ServerTypes {
  const names = sorted(servers.flatMap((server) => server.names));
  const binaryCoercions = sorted(servers.flatMap((server) => server.binaryCoercions)).filter((pair) =>
    servers.every((server) => server.binaryCoercions.includes(pair)),
  );
  return { names, binaryCoercions };
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
