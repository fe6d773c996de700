import {
  commaSeparatedSpans,
  nameOfRangeVar,
  nodeAs,
  type NodeOf,
  type Span,
  type Statement,
  type WrittenName,
} from '../../sql';
import { oncePerStatement } from './oncePerStatement';
import { relationNameSpan } from './tokens';

/** One action of an ALTER TABLE with its place in the file. */
export interface AlterAction {
  readonly command: NodeOf<'AlterTableCmd'>;
  readonly relation: WrittenName;
  readonly span: Span;
}

export const alterActionsOf = oncePerStatement((statement: Statement): readonly AlterAction[] => {
  const alter = nodeAs(statement.tree, 'AlterTableStmt');
  const relation = nameOfRangeVar(alter?.relation);
  if (alter?.relation === undefined || relation === undefined) return [];
  const start = relationNameSpan(statement, alter.relation.location, undefined).end;
  const spans = commaSeparatedSpans(statement, { start, end: statement.span.end });
  return (alter.cmds ?? []).flatMap((node, place) => {
    const command = nodeAs(node, 'AlterTableCmd');
    const span = spans[place];
    return command === undefined || span === undefined ? [] : [{ command, relation, span }];
  });
});
