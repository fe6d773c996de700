import type { Client } from 'pg';

/**
 * What a schema is, one line a fact, so that a difference between a server and our catalog reads as a line too many and
 * a line missing. Both sides sort their own lists where order has no meaning.
 */
export type Facts = readonly string[];

/** The schema as the system catalogs of a PostgreSQL 18 tell it; what extensions and the system made is left out. */
export async function factsOfServer(client: Client): Promise<Facts> {
  const facts: string[] = [];
  for (const query of queries) {
    const { rows } = await client.query<{ fact: string }>({ text: `${common} ${query}` });
    facts.push(...rows.map(({ fact }) => fact));
  }
  return facts.sort();
}

/** Names that all queries use: schemas of the user, and relations and types that no extension owns. */
const common = `
  WITH own_schema AS (
    SELECT oid, nspname AS name, nspowner, nspacl FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  ), from_extension AS (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
  ), relation AS (
    SELECT c.*, s.name || '.' || c.relname AS name FROM pg_class c JOIN own_schema s ON s.oid = c.relnamespace
    WHERE NOT EXISTS (SELECT FROM from_extension e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid)
  ), named_type AS (
    SELECT t.oid, t.typcategory, t.typelem, t.typarray,
      CASE WHEN n.nspname = 'pg_catalog' OR e.objid IS NOT NULL THEN '' ELSE n.nspname || '.' END || t.typname AS name
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN from_extension e ON e.classid = 'pg_type'::regclass AND e.objid = t.oid
  ), shown_type AS (
    SELECT t.oid, coalesce(element.name || '[]', t.name) AS name FROM named_type t
    LEFT JOIN named_type element ON element.typarray = t.oid
  ), own_routine AS (
    SELECT p.*, s.name || '.' || p.proname || '(' || coalesce((
      SELECT string_agg(t.name, ',' ORDER BY place) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY a (type, place)
      JOIN shown_type t ON t.oid = a.type), '') || ')' AS name
    FROM pg_proc p JOIN own_schema s ON s.oid = p.pronamespace
    WHERE p.prokind IN ('f', 'p')
      AND NOT EXISTS (SELECT FROM from_extension e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid)
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
  )`;

const columnNames = (relation: string, keys: string) => `(
  SELECT coalesce(string_agg(a.attname, ',' ORDER BY place), '') FROM unnest(${keys}) WITH ORDINALITY k (number, place)
  JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.number)`;

const queries: readonly string[] = [
  `SELECT 'schema ' || name AS fact FROM own_schema`,
  `SELECT 'relation ' || r.name || ' ' || CASE r.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned' WHEN 'v' THEN 'view'
      WHEN 'm' THEN 'materialized view' ELSE 'foreign' END
      || CASE r.relpersistence WHEN 'u' THEN ' unlogged' ELSE '' END
      || CASE WHEN r.relrowsecurity THEN ' rls' ELSE '' END || CASE WHEN r.relforcerowsecurity THEN ' forced' ELSE '' END
      || coalesce(' of ' || (SELECT string_agg(p.name, ',' ORDER BY inhseqno) FROM pg_inherits i
           JOIN relation p ON p.oid = i.inhparent WHERE i.inhrelid = r.oid), '')
      || CASE WHEN r.relispartition AND pg_get_expr(r.relpartbound, r.oid) = 'DEFAULT' THEN ' default' ELSE '' END
      || coalesce(' with ' || (SELECT string_agg(o, ',' ORDER BY o) FROM unnest(r.reloptions) o), '') AS fact
    FROM relation r WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f')`,
  `SELECT 'column ' || r.name || '.' || a.attname || ' #' || row_number() OVER (PARTITION BY r.oid ORDER BY a.attnum)
      || CASE WHEN r.relkind IN ('v', 'm') THEN '' ELSE
        CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
        || CASE a.attidentity WHEN 'a' THEN ' identity always' WHEN 'd' THEN ' identity by default' ELSE '' END
        || CASE a.attgenerated WHEN 's' THEN ' stored' WHEN 'v' THEN ' virtual' ELSE '' END
        || CASE WHEN a.atthasdef AND a.attgenerated = '' THEN ' default' ELSE '' END
        || CASE WHEN a.attislocal THEN '' ELSE ' inherited' END END AS fact
    FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid
    WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped`,
  `SELECT 'type of ' || r.name || '.' || a.attname || ' = ' || t.name
      || coalesce(substring(format_type(a.atttypid, a.atttypmod) FROM '\\(.*\\)'), '') AS fact
    FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid JOIN shown_type t ON t.oid = a.atttypid
    WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped`,
  `SELECT 'constraint ' || r.name || '.' || c.conname || ' ' || CASE c.contype WHEN 'c' THEN 'check' WHEN 'n' THEN 'not null'
      WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'x' THEN 'exclusion' ELSE 'foreign key' END
      || ' (' || CASE WHEN c.contype = 'c' THEN (SELECT coalesce(string_agg(a.attname, ',' ORDER BY a.attname), '')
           FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey))
         ELSE ${columnNames('c.conrelid', 'c.conkey')} END || ')'
      || CASE WHEN c.convalidated THEN '' ELSE ' not valid' END || CASE WHEN c.conenforced THEN '' ELSE ' not enforced' END
      || CASE WHEN c.condeferrable THEN ' deferrable' ELSE '' END || CASE WHEN c.condeferred THEN ' deferred' ELSE '' END
      || CASE WHEN c.conislocal THEN '' ELSE ' inherited' END
      || CASE WHEN c.contype = 'f' THEN ' references ' || f.name || ' (' || ${columnNames('c.confrelid', 'c.confkey')}
           || ') match ' || c.confmatchtype::text || ' update ' || c.confupdtype::text || ' delete ' || c.confdeltype::text
           || ' (' || ${columnNames('c.conrelid', 'c.confdelsetcols')} || ')' ELSE '' END AS fact
    FROM pg_constraint c JOIN relation r ON r.oid = c.conrelid LEFT JOIN relation f ON f.oid = c.confrelid
    LEFT JOIN pg_constraint parent ON parent.oid = c.conparentid
    WHERE c.contype IN ('c', 'n', 'p', 'u', 'x', 'f') AND r.relkind IN ('r', 'p', 'f')
      AND (c.contype <> 'f' OR parent.oid IS NULL OR parent.conrelid <> c.conrelid)`,
  `SELECT 'index ' || r.name || ' on ' || t.name || ' ' || am.amname || CASE WHEN i.indisunique THEN ' unique' ELSE '' END
      || CASE WHEN i.indnullsnotdistinct THEN ' nulls not distinct' ELSE '' END || ' ('
      || (SELECT string_agg(coalesce(a.attname, '<expression>')
             || CASE WHEN place > i.indnkeyatts THEN ' included' WHEN i.indoption[place - 1] & 1 = 1 THEN ' desc' ELSE '' END
             || CASE WHEN place <= i.indnkeyatts AND (i.indoption[place - 1] & 2 = 2) <> (i.indoption[place - 1] & 1 = 1)
                THEN ' nulls moved' ELSE '' END, ',' ORDER BY place)
          FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (number, place)
          LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number AND k.number <> 0) || ')'
      || CASE WHEN i.indpred IS NULL THEN '' ELSE ' where' END || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END
      || coalesce(' part of ' || (SELECT p.name FROM pg_inherits h JOIN relation p ON p.oid = h.inhparent
           WHERE h.inhrelid = r.oid), '')
      || coalesce(' for ' || (SELECT c.conname FROM pg_constraint c
           WHERE c.conindid = r.oid AND c.contype IN ('p', 'u', 'x') AND c.conrelid = t.oid), '') AS fact
    FROM pg_index i JOIN relation r ON r.oid = i.indexrelid JOIN relation t ON t.oid = i.indrelid
    JOIN pg_am am ON am.oid = r.relam`,
  `SELECT 'policy ' || r.name || '.' || p.polname || CASE WHEN p.polpermissive THEN ' permissive' ELSE ' restrictive' END
      || ' ' || CASE p.polcmd WHEN '*' THEN 'all' WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update'
           ELSE 'delete' END
      || ' to ' || (SELECT string_agg(name, ',' ORDER BY name) FROM unnest(p.polroles) role LEFT JOIN pg_roles ON pg_roles.oid = role,
           coalesce(CASE WHEN rolname = current_user THEN 'the runner' ELSE rolname END, 'public') name)
      || CASE WHEN p.polqual IS NULL THEN '' ELSE ' using' END
      || CASE WHEN p.polwithcheck IS NULL THEN '' ELSE ' with check' END AS fact
    FROM pg_policy p JOIN relation r ON r.oid = p.polrelid`,
  `SELECT 'trigger ' || r.name || '.' || t.tgname || CASE WHEN t.tgtype & 2 = 2 THEN ' before' WHEN t.tgtype & 64 = 64
        THEN ' instead of' ELSE ' after' END
      || CASE WHEN t.tgtype & 4 = 4 THEN ' insert' ELSE '' END || CASE WHEN t.tgtype & 16 = 16 THEN ' update' ELSE '' END
      || CASE WHEN t.tgtype & 8 = 8 THEN ' delete' ELSE '' END || CASE WHEN t.tgtype & 32 = 32 THEN ' truncate' ELSE '' END
      || CASE WHEN t.tgtype & 1 = 1 THEN ' row' ELSE ' statement' END
      || ' of (' || ${columnNames('t.tgrelid', 't.tgattr::int2[]')} || ')'
      || CASE WHEN t.tgqual IS NULL THEN '' ELSE ' when' END
      || ' ' || CASE t.tgenabled WHEN 'O' THEN 'origin' WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' ELSE 'always' END
      || ' runs ' || s.name || '.' || p.proname || CASE WHEN t.tgconstraint <> 0 THEN ' constraint' ELSE '' END
      || CASE WHEN t.tgdeferrable THEN ' deferrable' ELSE '' END || CASE WHEN t.tginitdeferred THEN ' deferred' ELSE '' END
      AS fact
    FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    JOIN pg_namespace s0 ON s0.oid = p.pronamespace JOIN own_schema s ON s.oid = s0.oid WHERE NOT t.tgisinternal`,
  `SELECT 'sequence ' || r.name || ' ' || t.name || coalesce(
      (SELECT CASE d.deptype WHEN 'i' THEN ' identity of ' ELSE ' owned by ' END || o.name || '.' || a.attname
       FROM pg_depend d JOIN relation o ON o.oid = d.refobjid
       JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
       WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0), '') AS fact
    FROM pg_sequence q JOIN relation r ON r.oid = q.seqrelid JOIN shown_type t ON t.oid = q.seqtypid`,
  `SELECT 'enum ' || t.name || ' ' || coalesce((SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum
      WHERE enumtypid = t.oid), '') AS fact
    FROM shown_type t JOIN pg_type p ON p.oid = t.oid JOIN own_schema s ON s.oid = p.typnamespace WHERE p.typtype = 'e'`,
  `SELECT 'domain ' || t.name || ' ' || b.name || CASE WHEN p.typnotnull THEN ' not null' ELSE '' END
      || CASE WHEN p.typdefault IS NULL THEN '' ELSE ' default' END
      || coalesce((SELECT string_agg(' check ' || conname || CASE WHEN convalidated THEN '' ELSE ' not valid' END, '' ORDER BY conname)
           FROM pg_constraint WHERE contypid = p.oid AND contype = 'c'), '') AS fact
    FROM shown_type t JOIN pg_type p ON p.oid = t.oid JOIN own_schema s ON s.oid = p.typnamespace
    JOIN shown_type b ON b.oid = p.typbasetype WHERE p.typtype = 'd'`,
  `SELECT 'composite ' || r.name || ' ' || coalesce((SELECT string_agg(a.attname || ' ' || t.name, ',' ORDER BY a.attnum)
      FROM pg_attribute a JOIN shown_type t ON t.oid = a.atttypid WHERE a.attrelid = r.oid AND a.attnum > 0
      AND NOT a.attisdropped), '') AS fact FROM relation r WHERE r.relkind = 'c'`,
  `SELECT 'routine ' || p.name || CASE p.prokind WHEN 'p' THEN ' procedure ' ELSE ' function ' END
      || CASE p.provolatile WHEN 'v' THEN 'volatile' WHEN 's' THEN 'stable' ELSE 'immutable' END || ' ' || l.lanname
      || CASE WHEN p.prosecdef THEN ' security definer' ELSE '' END || CASE WHEN p.proleakproof THEN ' leakproof' ELSE '' END
      || CASE WHEN p.proisstrict THEN ' strict' ELSE '' END
      || coalesce(' set ' || (SELECT string_agg(replace(c, '"', ''), ';' ORDER BY c) FROM unnest(p.proconfig) c), '') AS fact
    FROM own_routine p JOIN pg_language l ON l.oid = p.prolang`,
  `SELECT 'grant on ' || what || ' ' || name || ': ' || a.privilege_type
      || CASE WHEN a.is_grantable THEN ' with grant option' ELSE '' END || ' to ' || coalesce(g.rolname::text, 'public') AS fact
    FROM (
      SELECT 'schema' AS what, name, nspowner AS owner, coalesce(nspacl, acldefault('n', nspowner)) AS acl FROM own_schema
      UNION ALL SELECT 'relation', name, relowner, coalesce(relacl, acldefault('r', relowner)) FROM relation
        WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
      UNION ALL SELECT 'sequence', name, relowner, coalesce(relacl, acldefault('s', relowner)) FROM relation WHERE relkind = 'S'
      UNION ALL SELECT 'column', r.name || '.' || a.attname, r.relowner, a.attacl FROM relation r
        JOIN pg_attribute a ON a.attrelid = r.oid WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
      UNION ALL SELECT 'routine', name, proowner, coalesce(proacl, acldefault('f', proowner)) FROM own_routine
    ) object CROSS JOIN aclexplode(acl) a LEFT JOIN pg_roles g ON g.oid = a.grantee WHERE a.grantee <> owner`,
  `SELECT 'comment on ' || CASE WHEN d.objsubid > 0 THEN 'COLUMN ' || r.name || '.' || a.attname
      WHEN r.relkind = 'v' THEN 'VIEW ' || r.name ELSE 'TABLE ' || r.name END || ': ' || d.description AS fact
    FROM pg_description d JOIN relation r ON r.oid = d.objoid AND d.classoid = 'pg_class'::regclass
    LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.objsubid WHERE r.relkind IN ('r', 'p', 'v')`,
];
