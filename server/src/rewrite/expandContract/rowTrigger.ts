import { nameOf, qualify, quoted, quotedName, tenantSchema, type Table } from '../../catalog';

/** A trigger that computes columns of each row that is written, while old code knows nothing of them. */
export interface RowTrigger {
  readonly create: readonly string[];
  readonly drop: readonly string[];
}

/** The longest identifier of the server, in bytes; names made here are ASCII where the table's is. */
const longestName = 63;

/** In a run for one tenant the search path is what tells whose schema it is. */
function pathOfFunction({ schema }: Table): string {
  return schema === tenantSchema
    ? 'SET search_path FROM CURRENT'
    : `SET search_path = pg_catalog, ${quoted(schema)}`;
}

/** `statements` are PL/pgSQL that assign to columns of NEW. */
export function rowTrigger(table: Table, purpose: string, statements: readonly string[]): RowTrigger {
  const name = `${table.name}_${purpose}`.slice(0, longestName);
  const [routine, trigger, relation] = [
    quotedName(qualify(table.schema, name)),
    quoted(name),
    quotedName(nameOf(table)),
  ];
  return {
    create: [
      `CREATE FUNCTION ${routine}() RETURNS trigger
LANGUAGE plpgsql ${pathOfFunction(table)} AS $row$
BEGIN
${statements.map((statement) => `  ${statement}`).join('\n')}
  RETURN NEW;
END
$row$`,
      `CREATE TRIGGER ${trigger} BEFORE INSERT OR UPDATE ON ${relation} FOR EACH ROW EXECUTE FUNCTION ${routine}()`,
    ],
    drop: [`DROP TRIGGER ${trigger} ON ${relation}`, `DROP FUNCTION ${routine}()`],
  };
}
