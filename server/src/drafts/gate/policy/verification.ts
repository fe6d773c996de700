import { serverFunctionLevel } from '../../../behaviour';
import type { Node } from '@pgsql/types';
import { kindOf, nodeAs, parseSqlFile, stringsOf, walk } from '../../../sql';
import type { Catalog } from '../../../catalog';
import { resolveRoutine } from '../../../catalog';
import type { Draft } from '../../draft';
import type { DraftPlace } from '../../draftPlace';
import type { GateFinding } from '../../gateResult';
import { gateFinding } from '../findings';
import { callsIn } from '../names/unknownNames';
import { refusedCall } from './allowedCalls';
import { refusedTree } from './statements';
import type { WalkedPhase } from '../walk';

/** A verification runs on production by hand: it reads, and changes nothing. */
export function verificationFindings(
  { phases }: Draft,
  walked: readonly WalkedPhase[],
  place: DraftPlace,
): readonly GateFinding[] {
  return phases.flatMap(({ verify }, phase) =>
    verify.flatMap((sql, index) => {
      const tree = parseSqlFile(sql).statements[0]?.tree;
      const catalog = walked[phase]?.after;
      if (tree === undefined || catalog === undefined) return [];
      const spot = { phase, direction: 'up', statement: null } as const;
      const refused = refusedTree(tree, 'written', catalog, place);
      if (refused.length > 0) return refused.map(({ rule, message }) => gateFinding(rule, spot, message));
      const reason = reasonAgainst(tree, catalog);
      if (reason === undefined) return [];
      const message = `Verification ${String(index + 1)} ${reason}: write one SELECT that reads tables and nothing else.`;
      return [gateFinding('draft-verify', spot, message)];
    }),
  );
}

function reasonAgainst(tree: Node, catalog: Catalog): string | undefined {
  if (nodeAs(tree, 'SelectStmt') === undefined) return 'is no SELECT';
  let reason: string | undefined;
  walk(tree, (node) => {
    const select = nodeAs(node, 'SelectStmt');
    if (select?.intoClause !== undefined) reason ??= 'makes a table';
    if ((select?.lockingClause ?? []).length > 0) reason ??= 'locks rows';
    if (['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'].includes(kindOf(node)))
      reason ??= 'changes rows';
    return reason === undefined;
  });
  if (reason !== undefined) return reason;
  const calls = callsIn(tree).map((call) => stringsOf(call.funcname));
  const volatile = calls.find((names) => mayChange(names, catalog));
  return volatile === undefined ? undefined : `calls ${volatile.join('.')}, which may change something`;
}

function mayChange(names: readonly string[], catalog: Catalog): boolean {
  const name = names.at(-1) ?? '';
  const own = catalog.routines.get(resolveRoutine(catalog, { schema: names.at(-2), name }));
  if (own !== undefined) return own.some(({ volatility }) => volatility === 'volatile');
  return serverFunctionLevel(name) === 'volatile' || refusedCall(name) !== undefined;
}
