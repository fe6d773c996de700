import {
  bodyOf,
  constantOf,
  nodeAs,
  relationsNamedIn,
  stringsOf,
  walk,
  type BodyStep,
  type Statement,
} from '../sql';

/** The patterns by which loops of a DO block pick schemas from the system tables, with `*` for what is left open. */
export function schemaPatternsIn(statement: Statement): readonly string[] {
  // Reading the code costs a parse, and most of it asks for other things.
  if (nodeAs(statement.tree, 'DoStmt') === undefined || !/pg_namespace|schemata/i.test(statement.text))
    return [];
  return queriesIn(bodyOf(statement)?.steps ?? []).flatMap(patternsIn);
}

function queriesIn(steps: readonly BodyStep[]): readonly Statement[] {
  return steps.flatMap((step): readonly Statement[] => {
    switch (step.kind) {
      case 'loop':
        return [...(step.over.kind === 'query' ? [step.over.query] : []), ...queriesIn(step.steps)];
      case 'choice':
        return [
          ...step.branches.flatMap((branch) => queriesIn(branch.steps)),
          ...queriesIn(step.otherwise ?? []),
        ];
      case 'block':
        return queriesIn(step.steps);
      default:
        return [];
    }
  });
}

function patternsIn({ tree }: Statement): readonly string[] {
  const patterns: string[] = [];
  if (tree === undefined || !relationsNamedIn(tree).some(({ name }) => isListOfSchemas(name)))
    return patterns;
  walk(tree, (node) => {
    const comparison = nodeAs(node, 'A_Expr');
    const column = stringsOf(nodeAs(comparison?.lexpr, 'ColumnRef')?.fields).at(-1);
    const isLike = comparison?.kind === 'AEXPR_LIKE' && stringsOf(comparison.name)[0] === '~~';
    const pattern = comparison?.rexpr === undefined ? undefined : constantOf(comparison.rexpr);
    if (isLike && (column === 'nspname' || column === 'schema_name') && typeof pattern === 'string') {
      // An underscore is meant as one by nearly everybody who leaves out its escape.
      const glob = pattern.replaceAll('%', '*').replaceAll('\\', '');
      if (/^\w+\*$/.test(glob)) patterns.push(glob);
    }
    return undefined;
  });
  return patterns;
}

function isListOfSchemas(name: string): boolean {
  return name === 'pg_namespace' || name === 'schemata';
}
