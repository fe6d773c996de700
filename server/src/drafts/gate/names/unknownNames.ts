import type { FuncCall, Node, TypeName } from '@pgsql/types';
import { serverFunctionLevel, serverFunctionNames, serverTypeNames } from '../../../behaviour';
import { resolveRelation, resolveRoutine, type Catalog } from '../../../catalog';
import { closest } from '../../../project';
import { kindOf, nameOfRangeVar, nodeAs, rangeVarsIn, stringsOf, walk, type WrittenName } from '../../../sql';
import type { GateId } from '../gateIds';
import { missingColumns, missingColumnsOf, type IsVariable, type MissingColumn } from './columnScope';
import serverNames from './serverNames.json' with { type: 'json' };

/** A name that means nothing, with the one that may have been meant. */
export interface UnknownName {
  readonly rule: Extract<GateId, `draft-unknown-${string}`>;
  readonly message: string;
}

/** A statement, or an expression, with the schema around it. */
export interface NamingTree {
  readonly tree: Node;
  readonly before: Catalog;
  readonly after: Catalog;
  readonly isVariable: IsVariable;
}

/** The names in a statement that neither the server nor the schema at that moment has. */
export function unknownNamesIn(naming: NamingTree): readonly UnknownName[] {
  return [
    ...unknownRelations(naming),
    ...unknownColumns(naming),
    ...unknownCalls(naming),
    ...unknownTypes(naming),
    ...unknownOperators(naming),
  ];
}

const systemRelations: ReadonlySet<string> = new Set(serverNames.systemCatalog);
const informationSchema: ReadonlySet<string> = new Set(serverNames.informationSchema);
const aggregates: ReadonlySet<string> = new Set(serverNames.aggregates);
const operators: ReadonlySet<string> = new Set(serverNames.operators);

/** Types of the server, pseudo-types, and the names that stand for an integer with a sequence. */
const types: ReadonlySet<string> = new Set([
  ...serverTypeNames,
  ...serverNames.pseudoTypes,
  'serial',
  'smallserial',
  'bigserial',
  'serial2',
  'serial4',
  'serial8',
]);

function unknownRelations({ tree, before, after }: NamingTree): readonly UnknownName[] {
  const queries = new Set<string>();
  walk(tree, (node) => {
    const name = nodeAs(node, 'CommonTableExpr')?.ctename;
    if (name !== undefined) queries.add(name);
    return undefined;
  });
  return rangeVarsIn(tree).flatMap(({ schemaname: schema, relname: name }) => {
    const written: WrittenName = { schema, name };
    if (schema === undefined && queries.has(name)) return [];
    if (isSystemRelation(written) || exists(written, before) || exists(written, after)) return [];
    const near = closest(name, relationNames(before));
    return unknown('draft-unknown-relation', 'relation', spoken(written), near);
  });
}

/** Whether the name is one of a relation of `pg_catalog` or `information_schema`. */
export function isSystemRelation({ schema, name }: WrittenName): boolean {
  if (schema === 'information_schema') return informationSchema.has(name);
  return (schema === undefined || schema === 'pg_catalog') && systemRelations.has(name);
}

function exists(written: WrittenName, catalog: Catalog): boolean {
  const name = resolveRelation(catalog, written);
  return (
    catalog.relations.has(name) ||
    catalog.indexes.has(name) ||
    catalog.sequences.has(name) ||
    catalog.types.has(name)
  );
}

function relationNames(catalog: Catalog): readonly string[] {
  return [...catalog.relations.keys()].map((name) => name.slice(name.indexOf('.') + 1));
}

const aboutRows: ReadonlySet<string> = new Set([
  'SelectStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
]);

function unknownColumns({ tree, before, after, isVariable }: NamingTree): readonly UnknownName[] {
  const query = nodeAs(tree, 'ViewStmt')?.query ?? nodeAs(tree, 'CreateTableAsStmt')?.query ?? tree;
  if (aboutRows.has(kindOf(query))) return missingColumns(query, before, isVariable).map(unknownColumn);
  const definition =
    nodeAs(tree, 'AlterTableStmt')?.relation ??
    nodeAs(tree, 'CreateStmt')?.relation ??
    nodeAs(tree, 'IndexStmt')?.relation ??
    nodeAs(tree, 'CreatePolicyStmt')?.table ??
    nodeAs(tree, 'AlterPolicyStmt')?.table ??
    nodeAs(tree, 'CreateTrigStmt')?.relation;
  const written = nameOfRangeVar(definition);
  if (written === undefined) return [];
  const relation =
    after.relations.get(resolveRelation(after, written)) ??
    before.relations.get(resolveRelation(before, written));
  const columns = relation?.columns.map(({ name }) => name);
  return [
    ...missingColumnsOf(tree, { name: written.name, columns }, after).map(unknownColumn),
    ...unknownKeys(tree, columns),
  ];
}

/** An index names its columns outside of expressions. */
function unknownKeys(tree: Node, columns: readonly string[] | undefined): readonly UnknownName[] {
  const index = nodeAs(tree, 'IndexStmt');
  if (index === undefined || columns === undefined) return [];
  return [...(index.indexParams ?? []), ...(index.indexIncludingParams ?? [])].flatMap((node) => {
    const name = nodeAs(node, 'IndexElem')?.name;
    if (name === undefined || columns.includes(name)) return [];
    return [unknownColumn({ written: name, name, candidates: columns })];
  });
}

function unknownColumn({ written, name, candidates }: MissingColumn): UnknownName {
  const [first] = unknown('draft-unknown-column', 'column', written, closest(name, candidates));
  return first;
}

function unknownCalls({ tree, before, after }: NamingTree): readonly UnknownName[] {
  return callsIn(tree).flatMap((call) => {
    const names = stringsOf(call.funcname);
    const [name, schema] = [names.at(-1) ?? '', names.at(-2)];
    const isOfSchema = [before, after].some(({ routines, ...rest }) =>
      routines.has(resolveRoutine({ routines, ...rest }, { schema, name })),
    );
    if (isOfSchema || isServerFunction(name)) return [];
    const routines = [...before.routines.keys()].map((each) => each.slice(each.indexOf('.') + 1));
    const near = closest(name, [...routines, ...serverFunctionNames(), ...aggregates]);
    return unknown('draft-unknown-function', 'function', names.join('.'), near);
  });
}

/** Functions, aggregates and window functions of the server and its contributed extensions; a type's name converts to it. */
function isServerFunction(name: string): boolean {
  return serverFunctionLevel(name) !== undefined || aggregates.has(name) || types.has(name);
}

/** Whether the name is one of an aggregate or a window function of the server. */
export function isAggregate(name: string): boolean {
  return aggregates.has(name);
}

/** The calls of functions in a tree, those in the parts that name no kind among them. */
export function callsIn(tree: Node): readonly FuncCall[] {
  const calls: FuncCall[] = [];
  walk(tree, (node) => {
    const call = nodeAs(node, 'FuncCall');
    if (call !== undefined) calls.push(call);
    return undefined;
  });
  return calls;
}

function unknownTypes({ tree, before, after }: NamingTree): readonly UnknownName[] {
  return typeNamesIn(tree).flatMap(({ names: parts }) => {
    const names = stringsOf(parts);
    const [name, schema] = [names.at(-1) ?? '', names.at(-2)];
    const isKnown =
      name === '' ||
      (schema === undefined || schema === 'pg_catalog' ? types.has(name) : false) ||
      [before, after].some((catalog) => isTypeOf({ schema, name }, catalog));
    if (isKnown) return [];
    const own = [...before.types.keys()].map((each) => each.slice(each.indexOf('.') + 1));
    return unknown('draft-unknown-type', 'type', names.join('.'), closest(name, [...own, ...types]));
  });
}

function isTypeOf({ schema, name }: WrittenName, catalog: Catalog): boolean {
  const schemas = schema === undefined ? [...catalog.searchPath, 'pg_temp', 'public'] : [schema];
  return schemas.some(
    (each) => catalog.types.has(`${each}.${name}`) || catalog.relations.has(`${each}.${name}`),
  );
}

/** A type's name is no node of its own, so that it is found by its field. */
function typeNamesIn(tree: Node): readonly TypeName[] {
  const found: TypeName[] = [];
  const collect = (value: unknown, key: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if ((key === 'typeName' || key === 'returnType' || key === 'argType') && 'names' in value) {
      // The field holds what the grammar calls a TypeName, which its shape shows.
      found.push(value as TypeName);
    }
    for (const [name, part] of Object.entries(value)) collect(part, name);
  };
  collect(tree, '');
  return found.filter(({ pct_type: isColumnType }) => isColumnType !== true);
}

function unknownOperators({ tree }: NamingTree): readonly UnknownName[] {
  const found: UnknownName[] = [];
  walk(tree, (node) => {
    const expression = nodeAs(node, 'A_Expr');
    // The other kinds, such as IN and BETWEEN, are written in words and carry the operator that stands for them.
    const name = expression?.kind === 'AEXPR_OP' ? stringsOf(expression.name).at(-1) : undefined;
    if (name !== undefined && !operators.has(name))
      found.push(...unknown('draft-unknown-operator', 'operator', name, undefined));
    return undefined;
  });
  return found;
}

function unknown(
  rule: UnknownName['rule'],
  kind: string,
  name: string,
  near: string | undefined,
): readonly [UnknownName] {
  const remedy = near === undefined ? 'use one that is there, or create it first' : `did you mean ${near}?`;
  const end = near === undefined ? '.' : '';
  return [{ rule, message: `There is no ${kind} ${name} here: ${remedy}${end}` }];
}

function spoken({ schema, name }: WrittenName): string {
  return schema === undefined ? name : `${schema}.${name}`;
}
