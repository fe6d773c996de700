import type { Client } from 'pg';

/** A constraint or index that does not guarantee what it says. */
export interface ConstraintProblem {
  readonly relation: string;
  /** One clause: `foreign key x is marked valid, but 3 rows have no parent`. */
  readonly problem: string;
  /** Whether the guarantee is broken, or only not given (a constraint that is NOT VALID). */
  readonly severity: 'broken' | 'not given';
}

/**
 * Looks at every index and constraint of a database, and proves the foreign keys of the given tables row by row: row
 * security blinds their validation, so that the server's own mark is no proof (PostgreSQL 15 and 18, observed).
 */
export async function findConstraintProblems(
  admin: Client,
  touchedTables: ReadonlySet<string>,
): Promise<readonly ConstraintProblem[]> {
  const indexes = await admin.query<{ relation: string; name: string }>(
    `select n.nspname || '.' || t.relname as relation, c.relname as name
     from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
     join pg_catalog.pg_class t on t.oid = i.indrelid join pg_catalog.pg_namespace n on n.oid = t.relnamespace
     where not (i.indisvalid and i.indisready) and c.relkind = 'i' and n.nspname !~ '^pg_' order by 1, 2`,
  );
  const constraints = await admin.query<ConstraintRow>(
    `select n.nspname || '.' || t.relname as relation, p.nspname || '.' || f.relname as parent, k.conname as name,
       k.contype = 'f' as "isForeignKey", k.convalidated as validated,
       pg_catalog.format('%I.%I', n.nspname, t.relname) as "childName", pg_catalog.quote_ident(p.nspname) || '.' || pg_catalog.quote_ident(f.relname) as "parentName",
       (select array_agg(pg_catalog.quote_ident(a.attname) order by o.place) from unnest(k.conkey) with ordinality o (number, place)
         join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = o.number) as columns,
       (select array_agg(pg_catalog.quote_ident(a.attname) order by o.place) from unnest(k.confkey) with ordinality o (number, place)
         join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = o.number) as "parentColumns"
     from pg_catalog.pg_constraint k join pg_catalog.pg_class t on t.oid = k.conrelid
     join pg_catalog.pg_namespace n on n.oid = t.relnamespace
     left join pg_catalog.pg_class f on f.oid = k.confrelid left join pg_catalog.pg_namespace p on p.oid = f.relnamespace
     where n.nspname !~ '^pg_' and k.conparentid = 0 and k.contype in ('f', 'c')
       and coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true)
     order by 1, 3`,
  );
  const problems: ConstraintProblem[] = indexes.rows.map(({ relation, name }) => ({
    relation,
    problem: `index ${name} is invalid: it is not used for reads and guarantees nothing`,
    severity: 'broken',
  }));
  for (const row of constraints.rows) {
    if (!row.validated) {
      problems.push({
        relation: row.relation,
        problem: `constraint ${row.name} is NOT VALID`,
        severity: 'not given',
      });
    }
    const touched = touchedTables.has(row.relation) || (row.parent !== null && touchedTables.has(row.parent));
    if (!row.isForeignKey || !touched) continue;
    const orphans = await countOrphans(admin, row);
    if (orphans > 0) {
      problems.push({
        relation: row.relation,
        problem: `foreign key ${row.name} is broken by ${orphans} ${orphans === 1 ? 'row' : 'rows'} without a parent in ${row.parent ?? ''}`,
        severity: row.validated ? 'broken' : 'not given',
      });
    }
  }
  return problems;
}

interface ConstraintRow {
  readonly relation: string;
  readonly parent: string | null;
  readonly name: string;
  readonly isForeignKey: boolean;
  readonly validated: boolean;
  readonly childName: string;
  readonly parentName: string | null;
  readonly columns: readonly string[];
  readonly parentColumns: readonly string[] | null;
}

/** Rows with every key column set (MATCH SIMPLE) and no parent row. */
async function countOrphans(admin: Client, row: ConstraintRow): Promise<number> {
  const set = row.columns.map((column) => `child.${column} is not null`).join(' and ');
  const equal = row.columns
    .map((column, place) => `parent.${row.parentColumns?.[place] ?? column} = child.${column}`)
    .join(' and ');
  const { rows } = await admin.query<{ orphans: string }>(
    `select count(*) as orphans from ${row.childName} child
     where ${set} and not exists (select from ${row.parentName ?? row.childName} parent where ${equal})`,
  );
  return Number(rows[0]?.orphans ?? 0);
}
