import type { Node } from '@pgsql/types';
import type { Catalog } from '../../catalog';
import { nodeAs, stringsOf, walk } from '../../sql';
import { resolveRoutine } from '../../catalog';
import serverFunctions from './data/functionVolatility.json' with { type: 'json' };

/** How often an expression gives another value: for each row, for each statement, or never. */
export interface Volatility {
  readonly level: 'volatile' | 'stable' | 'immutable';
  /** Functions that neither the server's list nor the history knows; taken as volatile. */
  readonly unknown: readonly string[];
  /** Volatile SQL functions of the history, which the server may replace by their body. */
  readonly inlinable: readonly string[];
}

type Level = Volatility['level'];

const serverLevels = new Map<string, Level>([
  ...serverFunctions.immutable.map((name) => [name, 'immutable'] as const),
  ...serverFunctions.stable.map((name) => [name, 'stable'] as const),
  ...serverFunctions.volatile.map((name) => [name, 'volatile'] as const),
]);

/** The volatility of a function of the server or of its contributed extensions; the most volatile of several of one name. */
export function serverFunctionLevel(name: string): Level | undefined {
  return serverLevels.get(name);
}

/** The names of all functions of the server and of its contributed extensions; aggregates are not among them. */
export function serverFunctionNames(): Iterable<string> {
  return serverLevels.keys();
}

/** The volatility of an expression by the functions it calls; operators are taken as immutable, as nearly all are. */
export function volatilityOf(expression: Node, catalog: Catalog): Volatility {
  const levels = new Set<Level>();
  const unknown: string[] = [];
  const inlinable: string[] = [];
  walk(expression, (node) => {
    if (nodeAs(node, 'SQLValueFunction') !== undefined) levels.add('stable');
    const call = nodeAs(node, 'FuncCall');
    if (call === undefined) return undefined;
    const names = stringsOf(call.funcname);
    const known = levelOf(names, catalog);
    if (known === undefined) unknown.push(names.join('.'));
    if (known === 'inlinable') inlinable.push(names.join('.'));
    levels.add(known === undefined || known === 'inlinable' ? 'volatile' : known);
    return undefined;
  });
  const level = (['volatile', 'stable'] as const).find((each) => levels.has(each)) ?? 'immutable';
  return { level, unknown, inlinable };
}

function levelOf(names: readonly string[], catalog: Catalog): Level | 'inlinable' | undefined {
  const name = names.at(-1) ?? '';
  const routines = catalog.routines.get(resolveRoutine(catalog, { schema: names.at(-2), name })) ?? [];
  const declared = routines.map((routine) => routine.volatility);
  if (declared.includes('volatile')) {
    return routines.some((routine) => routine.volatility === 'volatile' && routine.language === 'sql')
      ? 'inlinable'
      : 'volatile';
  }
  return declared.includes('stable') ? 'stable' : (declared[0] ?? serverLevels.get(name));
}
