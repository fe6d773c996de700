/** Queries over `pg_catalog`; each returns one row for each object, and runs with `search_path` empty. */

/** Tables that users own: no partitions, no temporary tables, nothing that belongs to an extension. */
const userTables = `
  SELECT c.oid, c.relname, n.nspname, c.relkind
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'
    AND NOT EXISTS (
      SELECT FROM pg_depend d
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`;

export const tablesQuery = `
  SELECT t.oid::int8 AS oid, t.nspname AS schema, t.relname AS name,
    EXISTS (
      SELECT FROM (SELECT t.oid AS relid UNION SELECT relid FROM pg_partition_tree(t.oid)) part
      WHERE EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = part.relid AND NOT g.tgisinternal AND g.tgtype & 4 <> 0)
        OR EXISTS (SELECT FROM pg_rewrite w WHERE w.ev_class = part.relid)) AS has_insert_hooks
  FROM (${userTables}) t
  ORDER BY t.nspname, t.relname`;

export const columnsQuery = `
  SELECT a.attrelid::int8 AS table, a.attname AS name, a.atttypid::int8 AS type, a.atttypmod AS modifier,
    format_type(a.atttypid, a.atttypmod) AS type_sql, a.attnotnull AS not_null, a.attgenerated <> '' AS generated,
    a.attidentity AS identity, pg_get_expr(d.adbin, d.adrelid) AS default_sql,
    coalesce(
      pg_get_serial_sequence(format('%I.%I', t.nspname, t.relname), a.attname),
      (SELECT s.oid::regclass::text
       FROM pg_depend p JOIN pg_class s ON s.oid = p.refobjid AND s.relkind = 'S'
       WHERE p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid LIMIT 1)) AS sequence
  FROM (${userTables}) t
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  ORDER BY a.attrelid, a.attnum`;

export const typesQuery = `
  SELECT t.oid::int8 AS oid, t.typname AS name, t.typtype AS kind, t.typbasetype::int8 AS base,
    t.typtypmod AS modifier, t.typnotnull AS not_null, format_type(t.oid, NULL) AS sql,
    CASE WHEN t.typbasetype <> 0 THEN format_type(t.typbasetype, t.typtypmod) END AS base_sql,
    CASE WHEN t.typcategory = 'A' AND t.typsubscript = 'array_subscript_handler'::regproc
         THEN t.typelem::int8 ELSE 0 END AS element,
    r.rngtypid::int8 AS range, r.rngsubtype::int8 AS subtype, format_type(r.rngsubtype, NULL) AS subtype_sql,
    CASE WHEN r.rngtypid IS NOT NULL THEN format_type(r.rngtypid, NULL) END AS range_sql,
    (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels,
    (SELECT json_agg(pg_get_expr(k.conbin, 0) ORDER BY k.conname)
     FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') AS checks,
    (SELECT json_agg(json_build_object('name', a.attname, 'type', a.atttypid::int8, 'modifier', a.atttypmod,
                                       'sql', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
     FROM pg_attribute a
     WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS attributes
  FROM pg_type t
  LEFT JOIN pg_range r ON t.oid IN (r.rngtypid, r.rngmultitypid)
  WHERE t.typtype <> 'p'`;

/** Unique indexes with all columns that they and their predicates read, from `pg_depend`. */
export const keysQuery = `
  SELECT i.indrelid::int8 AS table, x.relname AS name, i.indisprimary AS primary, NOT i.indimmediate AS deferrable,
    pg_get_expr(i.indpred, i.indrelid) AS predicate,
    (SELECT json_agg(DISTINCT a.attname)
     FROM pg_attribute a
     WHERE a.attrelid = i.indrelid
       AND (a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
            OR (i.indexprs IS NOT NULL AND a.attnum IN (
              SELECT d.refobjsubid FROM pg_depend d
              WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid
                AND pg_get_indexdef(i.indexrelid) ~ ('\\m' || regexp_replace(a.attname, '(\\W)', '\\\\\\1', 'g') || '\\M'))))
    ) AS columns,
    (SELECT json_agg(DISTINCT a.attname)
     FROM pg_attribute a JOIN pg_depend d ON d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
     WHERE i.indpred IS NOT NULL AND a.attrelid = i.indrelid AND d.classid = 'pg_class'::regclass
       AND d.objid = i.indexrelid AND d.refclassid = 'pg_class'::regclass
       AND position(a.attname IN pg_get_expr(i.indpred, i.indrelid)) > 0) AS predicate_columns
  FROM (${userTables}) t
  JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique
  JOIN pg_class x ON x.oid = i.indexrelid
  ORDER BY i.indrelid, NOT i.indisprimary, x.relname`;

/** Foreign keys, checks and exclusion constraints; a partition's copies of its root's constraints are left out. */
export const constraintsQuery = `
  SELECT k.conrelid::int8 AS table, k.conname AS name, k.contype AS kind, k.condeferrable AS deferrable,
    k.confrelid::int8 AS target, pg_get_expr(k.conbin, k.conrelid) AS sql,
    (SELECT json_agg(a.attname ORDER BY p.position)
     FROM unnest(k.conkey) WITH ORDINALITY AS p (attnum, position)
     JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.attnum) AS columns,
    (SELECT json_agg(a.attname ORDER BY p.position)
     FROM unnest(k.confkey) WITH ORDINALITY AS p (attnum, position)
     JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = p.attnum) AS target_columns,
    (SELECT json_agg(a.attname)
     FROM pg_attribute a
     WHERE k.contype = 'x' AND a.attrelid = k.conrelid AND (a.attnum = ANY (k.conkey) OR EXISTS (
       SELECT FROM pg_depend d
       WHERE d.classid = 'pg_class'::regclass AND d.objid = k.conindid AND d.refobjsubid = a.attnum
         AND d.refclassid = 'pg_class'::regclass AND d.refobjid = k.conrelid))) AS excluded_columns
  FROM (${userTables}) t
  JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype IN ('c', 'f', 'x') AND k.conparentid = 0
  ORDER BY k.conrelid, k.contype, k.conname`;

/** Partitioned roots with the constraints of their partitions, down to where only a hash decides. */
export const partitionsQuery = `
  SELECT p.partrelid::int8 AS table, p.partdefid <> 0 AS has_default,
    (SELECT json_agg(DISTINCT a.attname)
     FROM pg_partition_tree(p.partrelid) tree
     JOIN pg_partitioned_table level ON level.partrelid = tree.relid
     JOIN pg_attribute own ON own.attrelid = level.partrelid AND own.attnum = ANY (level.partattrs::int2[])
     JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attname = own.attname) AS columns,
    (SELECT json_agg(pg_get_partition_constraintdef(tree.relid) ORDER BY tree.relid)
     FROM pg_partition_tree(p.partrelid) tree
     JOIN pg_class part ON part.oid = tree.relid
     LEFT JOIN pg_partitioned_table level ON level.partrelid = tree.relid
     WHERE tree.relid <> p.partrelid AND (tree.isleaf OR level.partstrat = 'h')
       AND pg_get_expr(part.relpartbound, part.oid) <> 'DEFAULT'
       AND pg_get_partition_constraintdef(tree.relid) !~ 'satisfies_hash_partition') AS partitions
  FROM pg_partitioned_table p
  JOIN (${userTables}) t ON t.oid = p.partrelid
  ORDER BY p.partrelid`;
