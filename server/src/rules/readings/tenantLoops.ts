import type { Node } from '@pgsql/types';
import { kindOf, nodeAs, rangeVarsIn, stringsOf, walk, type BodyStep, type Statement } from '../../sql';
import { allStepsOf, loopsOf, type BodyLoop } from './bodyLoops';
import { schemaHolesIn } from './dynamicSql';

/** A loop that does the same in one tenant's schema after the other. */
export interface TenantLoop {
  readonly loop: BodyLoop;
  /** What is done to each of them: trees of statements that define something. */
  readonly definitions: readonly Node[];
}

/** Loops of a DO block that change definitions in schemas which they are told by turns. */
export function tenantLoopsOf(statement: Statement): readonly TenantLoop[] {
  return loopsOf(statement).flatMap((loop) => {
    const steps = allStepsOf(loop.steps);
    const trees = steps.flatMap(treesOf);
    const isEachInItsSchema = steps.some(setsSearchPath);
    const definitions = trees.filter(
      (tree) => isDefinition(tree) && (isEachInItsSchema || schemaHolesIn(tree).length > 0),
    );
    return definitions.length === 0 ? [] : [{ loop, definitions }];
  });
}

/** How many relations one turn locks at least, a schema's drop being counted for one. */
export function relationsOfTurn({ definitions }: TenantLoop): number {
  const names = definitions.flatMap((tree) => {
    const drop = nodeAs(tree, 'DropStmt');
    return [
      ...rangeVarsIn(tree).map(({ relname }) => relname),
      ...(drop?.objects ?? []).flatMap((object) => stringsOf(object).at(-1) ?? []),
    ];
  });
  return Math.max(1, new Set(names).size);
}

function treesOf(step: BodyStep): readonly Node[] {
  if (step.kind === 'sql') return step.statement.tree === undefined ? [] : [step.statement.tree];
  if (step.kind !== 'execute') return [];
  switch (step.executed.kind) {
    case 'template':
      return step.executed.template.trees;
    case 'constant':
      return step.executed.statements.flatMap(({ tree }) => tree ?? []);
    case 'unknown':
      return [];
  }
}

/** `SET search_path` to a schema, or set_config with it. */
function setsSearchPath(step: BodyStep): boolean {
  return treesOf(step).some((tree) => {
    if (nodeAs(tree, 'VariableSetStmt')?.name?.toLowerCase() === 'search_path') return true;
    let isSet = false;
    walk(tree, (node) => {
      const call = nodeAs(node, 'FuncCall');
      const isCall = stringsOf(call?.funcname).at(-1) === 'set_config';
      const name = nodeAs(call?.args?.[0], 'A_Const')?.sval?.sval;
      if (isCall && name?.toLowerCase() === 'search_path') isSet = true;
      return undefined;
    });
    return isSet;
  });
}

const rows: ReadonlySet<string> = new Set([
  'SelectStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
]);
const others: ReadonlySet<string> = new Set([
  'VariableSetStmt',
  'TransactionStmt',
  'GrantStmt',
  'NotifyStmt',
]);

/** A statement that defines something holds a lock until the transaction ends. */
function isDefinition(tree: Node): boolean {
  return !rows.has(kindOf(tree)) && !others.has(kindOf(tree));
}
