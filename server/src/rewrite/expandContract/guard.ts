import { nameOf, quotedName, type Table } from '../../catalog';

/** A statement that refuses to go on while rows are left to fill. */
export function backfillGuard(table: Table, pending: string): string {
  const name = quotedName(nameOf(table));
  return `-- No row may be left: SELECT count(*) FROM ${name} WHERE ${pending};
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM ${name} WHERE ${pending}) THEN
    RAISE EXCEPTION 'rows of ${name.replaceAll("'", "''").replaceAll('%', '%%')} are not filled yet: run the backfill again';
  END IF;
END
$guard$`;
}
