/** Namespaces of the schema under test: all but the system's own. */
const ownNamespace = (alias: string) =>
  `${alias}.nspname !~ '^pg_' and ${alias}.nspname <> 'information_schema'`;

const notOfExtension = (catalog: string, id: string) =>
  `not exists (select from pg_catalog.pg_depend e
     where e.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and e.objid = ${id} and e.deptype = 'e')`;

/** Access privileges, sorted so that their order does not matter. */
const privileges = (acl: string) =>
  `(select pg_catalog.array_agg(a::text order by a::text) from pg_catalog.unnest(${acl}) a)`;

/**
 * The privileges in force: an object that was never granted has none written down and the type's defaults in force,
 * which a GRANT and its REVOKE leave written out (PostgreSQL 18, observed).
 */
const privilegesInForce = (acl: string, type: string, owner: string) =>
  privileges(`coalesce(${acl}, pg_catalog.acldefault(${type}, ${owner}))`);

const comment = (catalog: string, id: string, column = '0') =>
  `(select d.description from pg_catalog.pg_description d
    where d.classoid = 'pg_catalog.${catalog}'::pg_catalog.regclass and d.objoid = ${id} and d.objsubid = ${column})`;

const options = (value: string) =>
  `(select pg_catalog.array_agg(o order by o) from pg_catalog.unnest(${value}) o)`;

const schemaOfRelation = (id: string) =>
  `(select n.nspname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = ${id})`;

/** One query a kind of object; each row is an identity, the schema that the object is in, and its attributes as JSON. */
export const schemaQueries: readonly string[] = [
  `select 'schema ' || n.nspname as object, n.nspname as schema, json_build_object(
     'owner', n.nspowner::pg_catalog.regrole, 'privileges', ${privilegesInForce('n.nspacl', "'n'", 'n.nspowner')},
     'comment', ${comment('pg_namespace', 'n.oid')}) as attributes
   from pg_catalog.pg_namespace n where ${ownNamespace('n')}`,

  `select case c.relkind when 'v' then 'view ' when 'm' then 'materialized view ' when 'S' then 'sequence '
       when 'f' then 'foreign table ' else 'table ' end || n.nspname || '.' || c.relname as object, n.nspname as schema,
     json_build_object(
       'partitioned', c.relkind = 'p', 'persistence', c.relpersistence, 'owner', c.relowner::pg_catalog.regrole,
       'privileges', ${privilegesInForce('c.relacl', "case c.relkind when 'S' then 's'::\"char\" else 'r'::\"char\" end", 'c.relowner')}, 'row security', c.relrowsecurity, 'forced row security', c.relforcerowsecurity,
       'replica identity', c.relreplident, 'options', ${options('c.reloptions')}, 'populated', c.relispopulated,
       'access method', (select m.amname from pg_catalog.pg_am m where m.oid = c.relam),
       'tablespace', (select t.spcname from pg_catalog.pg_tablespace t where t.oid = c.reltablespace),
       'definition', case when c.relkind in ('v', 'm') then pg_catalog.pg_get_viewdef(c.oid) end,
       'partition key', case when c.relkind = 'p' then pg_catalog.pg_get_partkeydef(c.oid) end,
       'partition bound', pg_catalog.pg_get_expr(c.relpartbound, c.oid),
       'inherits', (select pg_catalog.array_agg(i.inhparent::pg_catalog.regclass::text order by i.inhseqno)
         from pg_catalog.pg_inherits i where i.inhrelid = c.oid),
       'sequence', (select json_build_array(s.seqtypid::pg_catalog.regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle)
         from pg_catalog.pg_sequence s where s.seqrelid = c.oid),
       'owned by', (select d.refobjid::pg_catalog.regclass || '.' || a.attname from pg_catalog.pg_depend d
         join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
         where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype in ('a', 'i') and c.relkind = 'S'),
       'comment', ${comment('pg_class', 'c.oid')}) as attributes
   from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where ${ownNamespace('n')} and c.relkind in ('r', 'p', 'f', 'v', 'm', 'S') and ${notOfExtension('pg_class', 'c.oid')}`,

  `select 'column ' || n.nspname || '.' || c.relname || '.' || a.attname as object, n.nspname as schema, json_build_object(
     'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'not null', a.attnotnull, 'identity', a.attidentity,
     'generated', a.attgenerated, 'default', pg_catalog.pg_get_expr(d.adbin, d.adrelid),
     'collation', case when a.attcollation <> t.typcollation then a.attcollation::pg_catalog.regcollation end,
     'storage', a.attstorage, 'compression', a.attcompression, 'statistics', nullif(a.attstattarget, -1),
     'options', ${options('a.attoptions')}, 'privileges', ${privileges('a.attacl')},
     'comment', ${comment('pg_class', 'c.oid', 'a.attnum')}) as attributes
   from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
   join pg_catalog.pg_namespace n on n.oid = c.relnamespace join pg_catalog.pg_type t on t.oid = a.atttypid
   left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where ${ownNamespace('n')} and c.relkind in ('r', 'p', 'f', 'v', 'm', 'c') and a.attnum > 0 and not a.attisdropped
     and ${notOfExtension('pg_class', 'c.oid')}`,

  `select 'constraint ' || k.conname || ' on ' || coalesce(k.conrelid::pg_catalog.regclass::text, k.contypid::pg_catalog.regtype::text) as object,
     n.nspname as schema,
     json_build_object('definition', pg_catalog.pg_get_constraintdef(k.oid), 'validated', k.convalidated,
       'enforced', to_jsonb(k) -> 'conenforced', 'no inherit', k.connoinherit,
       'inherited', k.coninhcount > 0, 'comment', ${comment('pg_constraint', 'k.oid')}) as attributes
   from pg_catalog.pg_constraint k join pg_catalog.pg_namespace n on n.oid = k.connamespace
   where ${ownNamespace('n')} and k.contype <> 't' and ${notOfExtension('pg_constraint', 'k.oid')}
     and (k.conrelid <> 0 or k.contypid <> 0)`,

  `select 'index ' || n.nspname || '.' || c.relname as object, n.nspname as schema, json_build_object(
     'definition', pg_catalog.pg_get_indexdef(i.indexrelid), 'valid', i.indisvalid, 'ready', i.indisready,
     'clustered', i.indisclustered, 'replica identity', i.indisreplident,
     'tablespace', (select t.spcname from pg_catalog.pg_tablespace t where t.oid = c.reltablespace),
     'attached to', (select h.inhparent::pg_catalog.regclass from pg_catalog.pg_inherits h where h.inhrelid = c.oid),
     'comment', ${comment('pg_class', 'c.oid')}) as attributes
   from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
   join pg_catalog.pg_namespace n on n.oid = c.relnamespace where ${ownNamespace('n')}`,

  `select 'trigger ' || t.tgname || ' on ' || t.tgrelid::pg_catalog.regclass as object,
     ${schemaOfRelation('t.tgrelid')} as schema, json_build_object(
     'definition', pg_catalog.pg_get_triggerdef(t.oid), 'enabled', t.tgenabled,
     'comment', ${comment('pg_trigger', 't.oid')}) as attributes
   from pg_catalog.pg_trigger t where not t.tgisinternal`,

  `select 'policy ' || p.polname || ' on ' || p.polrelid::pg_catalog.regclass as object,
     ${schemaOfRelation('p.polrelid')} as schema, json_build_object(
     'permissive', p.polpermissive, 'command', p.polcmd,
     'roles', (select pg_catalog.array_agg(case r when 0 then 'public' else pg_catalog.pg_get_userbyid(r)::text end order by 1)
       from pg_catalog.unnest(p.polroles) r),
     'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
     'with check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid),
     'comment', ${comment('pg_policy', 'p.oid')}) as attributes
   from pg_catalog.pg_policy p`,

  `select 'rule ' || r.rulename || ' on ' || r.ev_class::pg_catalog.regclass as object, n.nspname as schema, json_build_object(
     'definition', pg_catalog.pg_get_ruledef(r.oid), 'enabled', r.ev_enabled) as attributes
   from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = r.ev_class
   join pg_catalog.pg_namespace n on n.oid = c.relnamespace where ${ownNamespace('n')} and r.rulename <> '_RETURN'`,

  `select 'function ' || p.oid::pg_catalog.regprocedure as object, n.nspname as schema, json_build_object(
     'definition', case when p.prokind in ('f', 'p', 'w') then pg_catalog.pg_get_functiondef(p.oid) end, 'kind', p.prokind,
     'owner', p.proowner::pg_catalog.regrole, 'privileges', ${privilegesInForce('p.proacl', "'f'", 'p.proowner')},
     'comment', ${comment('pg_proc', 'p.oid')}) as attributes
   from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
   where ${ownNamespace('n')} and ${notOfExtension('pg_proc', 'p.oid')}`,

  `select 'type ' || n.nspname || '.' || t.typname as object, n.nspname as schema, json_build_object(
     'kind', t.typtype, 'owner', t.typowner::pg_catalog.regrole, 'privileges', ${privilegesInForce('t.typacl', "'T'", 't.typowner')},
     'labels', (select pg_catalog.array_agg(e.enumlabel order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = t.oid),
     'base', case when t.typtype = 'd' then pg_catalog.format_type(t.typbasetype, t.typtypmod) end,
     'not null', t.typnotnull, 'default', t.typdefault,
     'subtype', (select pg_catalog.format_type(r.rngsubtype, null) from pg_catalog.pg_range r where r.rngtypid = t.oid),
     'comment', ${comment('pg_type', 't.oid')}) as attributes
   from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
   left join pg_catalog.pg_class c on c.oid = t.typrelid
   where ${ownNamespace('n')} and ${notOfExtension('pg_type', 't.oid')}
     and (t.typtype in ('e', 'd', 'r', 'm') or (t.typtype = 'c' and c.relkind = 'c'))`,

  `select 'default privileges of ' || d.defaclrole::pg_catalog.regrole || ' on ' || d.defaclobjtype::text || ' in '
       || coalesce(n.nspname, 'any schema') as object, n.nspname as schema,
     json_build_object('privileges', ${privileges('d.defaclacl')}) as attributes
   from pg_catalog.pg_default_acl d left join pg_catalog.pg_namespace n on n.oid = d.defaclnamespace`,

  `select 'statistics ' || n.nspname || '.' || s.stxname as object, n.nspname as schema, json_build_object(
     'definition', pg_catalog.pg_get_statisticsobjdef(s.oid), 'owner', s.stxowner::pg_catalog.regrole) as attributes
   from pg_catalog.pg_statistic_ext s join pg_catalog.pg_namespace n on n.oid = s.stxnamespace where ${ownNamespace('n')}`,

  `select 'publication ' || p.pubname as object, null as schema, json_build_object(
     'all tables', p.puballtables, 'operations', json_build_array(p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate),
     'tables', (select pg_catalog.array_agg(r.prrelid::pg_catalog.regclass::text order by 1)
       from pg_catalog.pg_publication_rel r where r.prpubid = p.oid)) as attributes
   from pg_catalog.pg_publication p`,

  `select 'extension ' || e.extname as object, null as schema,
     json_build_object('version', e.extversion, 'schema', e.extnamespace::pg_catalog.regnamespace) as attributes
   from pg_catalog.pg_extension e where e.extname <> 'plpgsql'`,

  `select 'cast ' || pg_catalog.format_type(c.castsource, null) || ' as ' || pg_catalog.format_type(c.casttarget, null) as object,
     null as schema,
     json_build_object('context', c.castcontext, 'method', c.castmethod) as attributes
   from pg_catalog.pg_cast c where c.oid >= 16384 and ${notOfExtension('pg_cast', 'c.oid')}`,

  `select 'collation ' || n.nspname || '.' || c.collname as object, n.nspname as schema,
     json_build_object('provider', c.collprovider, 'owner', c.collowner::pg_catalog.regrole) as attributes
   from pg_catalog.pg_collation c join pg_catalog.pg_namespace n on n.oid = c.collnamespace
   where ${ownNamespace('n')} and ${notOfExtension('pg_collation', 'c.oid')}`,

  `select 'settings of ' || coalesce(r.rolname, 'any role') || case when s.setdatabase = 0 then '' else ' in this database' end as object,
     null as schema, json_build_object('settings', ${options('s.setconfig')}) as attributes
   from pg_catalog.pg_db_role_setting s left join pg_catalog.pg_roles r on r.oid = s.setrole
   where s.setdatabase in (0, (select d.oid from pg_catalog.pg_database d where d.datname = current_database()))`,
];
