import type { Node } from '@pgsql/types';
import {
  bodyOf,
  nodeAs,
  queriesIn,
  scanSql,
  stringsOf,
  type BodyStep,
  type ExecuteStep,
  type RoutineBody,
  type Statement,
} from '../../sql';

/** A piece of SQL that a statement runs or makes the server run later: itself, or a query in its code. */
export interface SqlPiece {
  readonly statement: Statement;
  /** `written` as a statement of its own, or inside the code of a block or function. */
  readonly place: 'written' | 'code';
}

/** What a statement holds in code, as far as it can be read. */
export interface Code {
  /** Undefined where the statement has no code, or none that can be read. */
  readonly body: RoutineBody | undefined;
  readonly isUnreadable: boolean;
  readonly text: string;
}

/** The statement itself, and everything that the code in it asks the server. */
export function piecesOf(statement: Statement): readonly SqlPiece[] {
  const inCode = queriesIn(bodyOf(statement)?.steps ?? []);
  return [
    { statement, place: 'written' },
    ...inCode.flatMap((each): readonly SqlPiece[] => [{ statement: each, place: 'code' }]),
  ];
}

/** The code of a DO block, a function or a procedure. */
export function codeOf(statement: Statement): Code | undefined {
  const { tree } = statement;
  const options = nodeAs(tree, 'DoStmt')?.args ?? nodeAs(tree, 'CreateFunctionStmt')?.options;
  const isCode = nodeAs(tree, 'DoStmt') !== undefined || nodeAs(tree, 'CreateFunctionStmt') !== undefined;
  if (!isCode) return undefined;
  const body = bodyOf(statement);
  const text = (options ?? [])
    .map((option) => nodeAs(option, 'DefElem'))
    .flatMap((option) => (option?.defname === 'as' ? stringsOf(option.arg) : []))
    .join('\n');
  return { body, isUnreadable: body === undefined && !isStandardBody(tree), text };
}

function isStandardBody(tree: Node | undefined): boolean {
  return nodeAs(tree, 'CreateFunctionStmt')?.sql_body !== undefined;
}

/** Every EXECUTE in the steps of a body. */
export function executesIn(steps: readonly BodyStep[]): readonly ExecuteStep[] {
  return steps.flatMap((step): readonly ExecuteStep[] => {
    switch (step.kind) {
      case 'execute':
        return [step];
      case 'choice':
        return [
          ...step.branches.flatMap((branch) => executesIn(branch.steps)),
          ...executesIn(step.otherwise ?? []),
        ];
      case 'loop':
        return [
          ...(step.over.kind === 'dynamic query' ? [step.over.execute] : []),
          ...executesIn(step.steps),
        ];
      case 'block':
        return [...executesIn(step.steps), ...step.handlers.flatMap((handler) => executesIn(handler.steps))];
      case 'sql':
      case 'expression':
      case 'leave':
      case 'raise':
        return [];
    }
  });
}

/**
 * The names that code may use for what is no column: its variables, parameters and those that triggers have. Every name
 * that a DECLARE section or a FOR introduces counts, since a variable too many only means a question less.
 */
export function variablesOf(statement: Statement): (name: string) => boolean {
  const code = codeOf(statement);
  if (code === undefined) return () => false;
  const known = new Set(['new', 'old', 'found', 'sqlstate', 'sqlerrm']);
  for (const node of nodeAs(statement.tree, 'CreateFunctionStmt')?.parameters ?? []) {
    const name = nodeAs(node, 'FunctionParameter')?.name;
    if (name !== undefined) known.add(name.toLowerCase());
  }
  const functionName = stringsOf(nodeAs(statement.tree, 'CreateFunctionStmt')?.funcname).at(-1);
  if (functionName !== undefined) known.add(functionName);
  let isDeclaring = false;
  let previous = '';
  for (const { text } of scanSql(code.text)) {
    const word = text.replaceAll('"', '').toLowerCase();
    if (word === 'declare') isDeclaring = true;
    if (word === 'begin') isDeclaring = false;
    if (isDeclaring || previous === 'for' || previous === 'foreach' || previous === ',') known.add(word);
    previous = word;
  }
  return (name) => known.has(name.toLowerCase()) || name.startsWith('tg_');
}
