import type { CreateFunctionStmt, Node } from '@pgsql/types';
import { resolveRelation, type Catalog, type QualifiedName, type Routine } from '../catalog';
import { bodyOf, nodeAs, parseSqlFile, queriesIn, relationsNamedIn, scanSql, sqlOf, walk } from '../sql';

/** What a routine's body says, in SQL's own trees. */
interface RoutineReading {
  /** Its statements and the conditions between them. */
  readonly trees: readonly Node[];
  /** The expressions whose value it gives back; a query where it gives back rows. */
  readonly returned: readonly Node[];
}

/** The statements of a routine's body and the conditions between them; empty where its body cannot be read. */
export function treesOf(routine: Routine): readonly Node[] {
  return readingOf(routine).trees;
}

/** The expressions that a routine in SQL or PL/pgSQL gives back; empty where its body cannot be read. */
export function returnedBy(routine: Routine): readonly Node[] {
  return readingOf(routine).returned;
}

/**
 * The relations that a routine names, looked up on its own search path or else on the catalog's; those that it makes itself
 * are not known.
 */
export function relationsReadBy(routine: Routine, schema: Catalog): readonly QualifiedName[] {
  const { trees, returned } = readingOf(routine);
  const catalog = asSeenBy(routine, schema);
  const names = [...trees, ...returned]
    .flatMap(relationsNamedIn)
    .map((written) => resolveRelation(catalog, written))
    .filter((name) => catalog.relations.has(name));
  return [...new Set(names)];
}

/** The catalog with the search path that a routine has pinned. */
export function asSeenBy({ settings }: Routine, catalog: Catalog): Catalog {
  const path = settings['search_path'];
  if (path === undefined) return catalog;
  return { ...catalog, searchPath: path.split(',').map((schema) => schema.trim()) };
}

/** A routine is a value that never changes, and neither is what its body says. */
const readings = new WeakMap<Routine, RoutineReading>();

function readingOf(routine: Routine): RoutineReading {
  const known = readings.get(routine);
  if (known !== undefined) return known;
  const reading = read(routine);
  readings.set(routine, reading);
  return reading;
}

function read({ language, body, definition }: Routine): RoutineReading {
  if (definition?.sql_body !== undefined) return readStandardBody(definition.sql_body);
  if (body === undefined) return { trees: [], returned: [] };
  switch (language) {
    case 'sql':
      return readSqlBody(body);
    case 'plpgsql':
      return {
        trees: definition === undefined ? [] : treesOfDefinition(definition),
        returned: returnedByBlock(body),
      };
    default:
      return { trees: [], returned: [] };
  }
}

/** `RETURN expression`, or `BEGIN ATOMIC … END`. */
function readStandardBody(body: Node): RoutineReading {
  const returned: Node[] = [];
  walk(body, (node) => {
    const value = nodeAs(node, 'ReturnStmt')?.returnval;
    if (value !== undefined) returned.push(value);
    return undefined;
  });
  return { trees: [body], returned };
}

/** An SQL function gives back the rows of its last query. */
function readSqlBody(body: string): RoutineReading {
  const trees = parseSqlFile(body).statements.flatMap(({ tree }) => tree ?? []);
  return { trees, returned: trees.slice(-1).map(valueOfQuery) };
}

/** The single value of a query that reads no relation; else the query itself. */
function valueOfQuery(query: Node): Node {
  const select = nodeAs(query, 'SelectStmt');
  const [target, ...others] = select?.targetList ?? [];
  const value = nodeAs(target, 'ResTarget')?.val;
  return value === undefined || others.length > 0 || select?.fromClause !== undefined ? query : value;
}

/**
 * By its definition and not by its code alone, which does not say that `NEW` and the parameters are variables.
 */
function treesOfDefinition(definition: CreateFunctionStmt): readonly Node[] {
  const [statement] = parseSqlFile(sqlOf({ CreateFunctionStmt: definition })).statements;
  const steps = statement === undefined ? [] : (bodyOf(statement)?.steps ?? []);
  return queriesIn(steps).flatMap(({ tree }) => tree ?? []);
}

/** What stands between each RETURN and its semicolon. */
function returnedByBlock(body: string): readonly Node[] {
  const tokens = scanSql(body);
  return tokens.flatMap((token, place) => {
    if (token.text.toLowerCase() !== 'return') return [];
    const end = tokens.slice(place).find(({ text }) => text === ';');
    const written = body.slice(token.end, end?.start).replace(/^\s*QUERY\b/i, '');
    const isQuery = /^\s*(SELECT|WITH)\b/i.test(written);
    const [statement] = parseSqlFile(isQuery ? written : `SELECT ${written}`).statements;
    return statement?.tree === undefined ? [] : [valueOfQuery(statement.tree)];
  });
}
