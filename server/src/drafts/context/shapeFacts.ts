import { blockedBy, explainStatement } from '../../behaviour';
import { applyScript, type Catalog } from '../../catalog';
import { oldestMajor, type Policy } from '../../project';
import { nodeAs, parseSqlFile, type Statement } from '../../sql';
import { filledIn, isComplete, type InputValues } from '../prompts/placeholders';

/** What the behaviour table says of a statement. */
export interface ShapeFacts {
  readonly sql: string;
  readonly locks: readonly {
    readonly relation: string;
    readonly mode: string;
    readonly blocks: readonly string[];
  }[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  readonly rebuildsIndexes: readonly string[];
  readonly transactional: boolean;
  readonly reversible: boolean;
  readonly dataLoss: boolean;
  readonly notes: readonly string[];
  readonly notCertain: readonly string[];
}

/**
 * What the approved shapes of a change do on the project's own tables and oldest server. A shape that adds something is
 * there for those after it, so that a constraint can be validated; the others are alternatives.
 */
export function shapeFacts(
  shapes: readonly string[],
  values: InputValues,
  catalog: Catalog,
  policy: Policy,
): readonly ShapeFacts[] {
  const facts: ShapeFacts[] = [];
  let current = catalog;
  for (const shape of shapes.filter((each) => isComplete(each, values))) {
    const sql = filledIn(shape, values);
    const { statements } = parseSqlFile(sql);
    const [statement] = statements;
    // What a person wrote into an input may be no SQL, or more than one statement.
    if (statements.length !== 1 || statement?.tree === undefined) continue;
    facts.push(statementFacts(statement, sql, current, policy));
    if (adds(statement)) current = applyScript(current, { path: '', sql });
  }
  return facts;
}

export function statementFacts(
  statement: Statement,
  sql: string,
  catalog: Catalog,
  policy: Policy,
): ShapeFacts {
  const { effects } = explainStatement(statement, { catalog, version: oldestMajor(policy) });
  return {
    sql,
    locks: effects.locks.map(({ relation, mode }) => ({ relation, mode, blocks: blockedBy(mode) })),
    rewrites: effects.rewrites,
    scans: effects.scans,
    rebuildsIndexes: effects.rebuildsIndexes,
    transactional: effects.transactional,
    reversible: effects.reversible,
    dataLoss: effects.dataLoss,
    notes: effects.notes,
    notCertain: effects.dependsOn,
  };
}

function adds({ tree }: Statement): boolean {
  const commands = nodeAs(tree, 'AlterTableStmt')?.cmds;
  if (commands === undefined) return nodeAs(tree, 'IndexStmt') !== undefined;
  return commands.every((command) => {
    const subtype = nodeAs(command, 'AlterTableCmd')?.subtype;
    return (
      subtype === 'AT_AddColumn' || subtype === 'AT_AddConstraint' || subtype === 'AT_ValidateConstraint'
    );
  });
}
