import type { Node } from '@pgsql/types';
import { nodeAs, stringsOf, walk } from '../../sql';

/** Something that servers before a major version refuse. */
export interface NewSyntax {
  readonly since: number;
  readonly what: string;
}

/**
 * The newest thing in a statement that older servers among the supported ones do not know, by the release notes of
 * versions 15 to 18.
 */
export function newestSyntaxIn(tree: Node): NewSyntax | undefined {
  const found: NewSyntax[] = [];
  walk(tree, (node) => {
    const syntax = syntaxOf(node);
    if (syntax !== undefined) found.push(syntax);
    return undefined;
  });
  return found.toSorted((left, right) => right.since - left.since)[0];
}

function syntaxOf(node: Node): NewSyntax | undefined {
  const merge = nodeAs(node, 'MergeStmt');
  if (merge !== undefined) {
    const isOfSource = (merge.mergeWhenClauses ?? []).some(
      (clause) => nodeAs(clause, 'MergeWhenClause')?.matchKind === 'MERGE_WHEN_NOT_MATCHED_BY_SOURCE',
    );
    if (isOfSource) return { since: 17, what: 'WHEN NOT MATCHED BY SOURCE' };
    return { since: 15, what: 'MERGE' };
  }
  const constraint = nodeAs(node, 'Constraint');
  if (constraint !== undefined) return syntaxOfConstraint(constraint);
  if (nodeAs(node, 'IndexStmt')?.nulls_not_distinct === true)
    return { since: 15, what: 'NULLS NOT DISTINCT' };
  const command = nodeAs(node, 'AlterTableCmd');
  if (command?.subtype === 'AT_SetExpression') return { since: 17, what: 'ALTER COLUMN … SET EXPRESSION' };
  if (nodeAs(node, 'JsonTable') !== undefined) return { since: 17, what: 'JSON_TABLE' };
  const view = nodeAs(node, 'ViewStmt');
  if (view?.options?.some((option) => nodeAs(option, 'DefElem')?.defname === 'security_invoker') === true) {
    return { since: 15, what: 'security_invoker' };
  }
  const call = stringsOf(nodeAs(node, 'FuncCall')?.funcname).at(-1);
  return call === 'uuidv7' || call === 'uuidv4' ? { since: 18, what: `${call}()` } : undefined;
}

function syntaxOfConstraint(
  constraint: NonNullable<ReturnType<typeof nodeAs<'Constraint'>>>,
): NewSyntax | undefined {
  if (constraint.nulls_not_distinct === true) return { since: 15, what: 'NULLS NOT DISTINCT' };
  if (constraint.without_overlaps === true || constraint.fk_with_period === true)
    return { since: 18, what: constraint.fk_with_period === true ? 'PERIOD' : 'WITHOUT OVERLAPS' };
  const canBeUnenforced = constraint.contype === 'CONSTR_CHECK' || constraint.contype === 'CONSTR_FOREIGN';
  if (canBeUnenforced && constraint.is_enforced !== true) return { since: 18, what: 'NOT ENFORCED' };
  if (constraint.contype === 'CONSTR_NOTNULL' && (constraint.keys ?? []).length > 0)
    return { since: 18, what: 'a NOT NULL constraint of the table' };
  return undefined;
}
