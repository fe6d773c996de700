import type { Node } from '@pgsql/types';
import type { Catalog, ColumnType, UserType } from '../../catalog';
import { nodeAs } from '../../sql';
import { columnTypeOf } from '../../catalog';
import serverTypes from './data/types.json' with { type: 'json' };

/** Whether the stored bytes of a column stay valid under its new type, and what that hangs on. */
export interface TypeChange {
  /** True where every row must be written anew. */
  readonly isRewrite: boolean;
  /** True where a value may not come back the same after the change and its reverse. */
  readonly losesData: boolean;
  readonly dependsOn: readonly string[];
}

interface Judged extends TypeChange {
  readonly type: ColumnType;
}

/** The server's decision for `ALTER COLUMN … TYPE target [USING expression]` (`ATColumnChangeRequiresRewrite`). */
export function typeChangeOf(
  column: { readonly name: string; readonly type: ColumnType },
  target: ColumnType,
  using: Node | undefined,
  catalog: Catalog,
): TypeChange {
  const start: Judged = { type: column.type, isRewrite: false, losesData: false, dependsOn: [] };
  const value = using === undefined ? start : expressionOf(using, start, column.name, catalog);
  return cast(value, target, catalog);
}

/** The type behind a domain, at every depth. */
export function baseTypeOf(type: ColumnType, catalog: Catalog): ColumnType {
  const domain = domainOf(type, catalog);
  return domain === undefined ? type : baseTypeOf(domain.base, catalog);
}

/** Whether values of a type are checked against a domain's constraints, its own or those of the domain it is based on. */
export function isConstrainedDomain(type: ColumnType, catalog: Catalog): boolean {
  const domain = domainOf(type, catalog);
  if (domain === undefined) return false;
  return domain.notNull || domain.checks.length > 0 || isConstrainedDomain(domain.base, catalog);
}

export function domainOf(
  type: ColumnType,
  catalog: Catalog,
): Extract<UserType, { kind: 'domain' }> | undefined {
  if (type.schema === undefined || type.arrayDimensions > 0) return undefined;
  const found = catalog.types.get(`${type.schema}.${type.name}`);
  return found?.kind === 'domain' ? found : undefined;
}

/** Types that one operator class serves, so that an index keeps its order when one becomes the other. */
export function operatorClassOf(type: ColumnType, catalog: Catalog): string {
  const { schema, name, arrayDimensions } = baseTypeOf(type, catalog);
  const shared = name === 'varchar' ? 'text' : name === 'cidr' ? 'inet' : name;
  return `${schema ?? ''}.${shared}${arrayDimensions > 0 ? '[]' : ''}`;
}

/** Follows an expression as long as it only relabels the column's own value. */
function expressionOf(expression: Node, column: Judged, name: string, catalog: Catalog): Judged {
  const reference = nodeAs(expression, 'ColumnRef');
  if (reference !== undefined && nodeAs(reference.fields?.at(-1), 'String')?.sval === name) return column;
  const typeCast = nodeAs(expression, 'TypeCast');
  if (typeCast?.arg !== undefined) {
    const inner = expressionOf(typeCast.arg, column, name, catalog);
    return cast(inner, columnTypeOf(catalog, typeCast.typeName), catalog, 'explicit');
  }
  const collate = nodeAs(expression, 'CollateClause');
  if (collate?.arg !== undefined) return expressionOf(collate.arg, column, name, catalog);
  return { ...column, isRewrite: true, losesData: !isTimeZoneConversion(expression) };
}

function isTimeZoneConversion(expression: Node): boolean {
  const names = nodeAs(expression, 'FuncCall')?.funcname ?? [];
  return nodeAs(names.at(-1), 'String')?.sval === 'timezone';
}

function cast(
  value: Judged,
  target: ColumnType,
  catalog: Catalog,
  kind: 'assignment' | 'explicit' = 'assignment',
): Judged {
  const from = baseTypeOf(value.type, catalog);
  const to = baseTypeOf(target, catalog);
  const coercion = coercionOf(from, to);
  return {
    type: target,
    isRewrite:
      value.isRewrite ||
      (coercion !== 'none' && coercion !== 'time zone') ||
      (isConstrainedDomain(target, catalog) && !isSameType(value.type, target)),
    losesData: value.losesData || losesData(from, to, kind),
    dependsOn: [
      ...value.dependsOn,
      ...(coercion === 'time zone'
        ? [
            'The session’s TimeZone: only under UTC the stored values stay, under any other every row is written anew.',
          ]
        : []),
      ...[from, to]
        .filter((type) => !isKnown(type, catalog))
        .map((type) => `The type ${type.name}, which the migration history does not create.`),
    ],
  };
}

function isSameType(first: ColumnType, second: ColumnType): boolean {
  return (
    first.schema === second.schema &&
    first.name === second.name &&
    first.arrayDimensions > 0 === second.arrayDimensions > 0
  );
}

type Coercion = 'none' | 'function' | 'time zone';

function coercionOf(from: ColumnType, to: ColumnType): Coercion {
  if (from.arrayDimensions > 0 || to.arrayDimensions > 0) return arrayCoercion(from, to);
  if (from.schema === to.schema && from.name === to.name) return lengthFits(from, to) ? 'none' : 'function';
  if (isTimestamp(from) && isTimestamp(to)) {
    // Behind the change of type the server no longer knows the old precision.
    return lengthFits({ ...to, modifiers: [] }, to) ? 'time zone' : 'function';
  }
  const isBinary = binaryCoercions.has(`${from.name} ${to.name}`);
  if (!isBinary) return 'function';
  // Only a varchar's own limit is known to the server after the relabelling; any other limit is checked row by row.
  return to.modifiers.length === 0 ? 'none' : 'function';
}

function arrayCoercion(from: ColumnType, to: ColumnType): Coercion {
  const isSame = from.name === to.name && from.schema === to.schema;
  const areArrays = from.arrayDimensions > 0 && to.arrayDimensions > 0;
  const fits = to.modifiers.length === 0 || from.modifiers.join() === to.modifiers.join();
  return isSame && areArrays && fits ? 'none' : 'function';
}

function isTimestamp(type: ColumnType): boolean {
  return type.schema === undefined && (type.name === 'timestamp' || type.name === 'timestamptz');
}

/** Whether the server can prove that no value needs to be cut or padded (the types' planner support functions). */
function lengthFits(from: ColumnType, to: ColumnType): boolean {
  if (to.modifiers.length === 0 || from.modifiers.join() === to.modifiers.join()) return true;
  const [old = Infinity, oldScale = 0] = from.modifiers.map(Number);
  const [wanted = 0, wantedScale = 0] = to.modifiers.map(Number);
  switch (to.name) {
    case 'varchar':
    case 'varbit':
      return wanted >= old;
    case 'numeric':
      return from.modifiers.length > 0 && wantedScale === oldScale && wanted >= old;
    case 'timestamp':
    case 'timestamptz':
    case 'time':
    case 'timetz':
      return wanted >= Math.min(old, finestPrecision);
    case 'interval':
      return intervalFits(from, to);
    default:
      return false;
  }
}

const finestPrecision = 6;

/** An interval's modifiers are the fields it keeps and the precision of its seconds (`interval_support`). */
function intervalFits(from: ColumnType, to: ColumnType): boolean {
  const [fields = allFields, precision = finestPrecision] = from.modifiers.map(Number);
  const [wantedFields = allFields, wantedPrecision = finestPrecision] = to.modifiers.map(Number);
  const least = leastField(fields);
  return leastField(wantedFields) <= least && (least > 0 || wantedPrecision >= precision);
}

/** The smallest unit that an interval keeps, 0 for seconds. */
function leastField(fields: number): number {
  return Math.max(
    0,
    [4096, 2048, 1024, 8, 2, 4].findIndex((bit) => (fields & bit) !== 0),
  );
}

/** INTERVAL_FULL_RANGE in the server's source. */
const allFields = 0x7fff;

const integers = new Set(['int2', 'int4', 'int8']);
const inexact = new Set(['float4', 'float8', 'numeric']);

/** Values that change on the way: fractions cut, precision lost, texts that an explicit cast cuts off silently. */
function losesData(from: ColumnType, to: ColumnType, kind: 'assignment' | 'explicit'): boolean {
  if (inexact.has(from.name) && integers.has(to.name)) return true;
  if (from.name === 'float8' && to.name === 'float4') return true;
  if (
    from.name.startsWith('timestamp') &&
    (to.name === 'date' || (to.name.startsWith('time') && !isTimestamp(to)))
  )
    return true;
  if (from.name !== to.name || lengthFits(from, to)) return false;
  if (to.name === 'numeric') return Number(to.modifiers[1] ?? 0) < Number(from.modifiers[1] ?? Infinity);
  if (to.name === 'interval' || to.name.startsWith('time')) return true;
  return kind === 'explicit';
}

function isKnown(type: ColumnType, catalog: Catalog): boolean {
  if (type.schema !== undefined)
    return (
      catalog.types.has(`${type.schema}.${type.name}`) || catalog.relations.has(`${type.schema}.${type.name}`)
    );
  return knownTypes.has(type.name);
}

const knownTypes = new Set(serverTypes.names);

/** The names of the types of the server and of its contributed extensions, without arrays and pseudo-types. */
export const serverTypeNames: readonly string[] = serverTypes.names;

const binaryCoercions = new Set(serverTypes.binaryCoercions);
