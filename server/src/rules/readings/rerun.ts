import type { Node } from '@pgsql/types';
import { nodeAs, type NodeOf, type Span, type Statement } from '../../sql';
import { alterActionsOf } from './alterActions';
import { findKeyword, tokensWithin } from './tokens';

/** A clause that lets a statement pass where its work is done already, and the offset in the file where it goes. */
export interface RerunClause {
  readonly clause: 'IF NOT EXISTS' | 'IF EXISTS' | 'OR REPLACE';
  readonly offset: number;
}

/** Why a statement fails when it is run again: `clauses` would mend that; undefined where the syntax has none. */
export interface RerunFailure {
  readonly clauses: readonly RerunClause[] | undefined;
}

/**
 * Whether a statement that has succeeded fails when it is run again, by its form alone. Undefined for one that passes, and
 * for CREATE INDEX CONCURRENTLY IF NOT EXISTS, which passes and has a hazard of its own.
 */
export function rerunFailure(statement: Statement): RerunFailure | undefined {
  const { tree, span } = statement;
  if (tree === undefined) return undefined;
  const parts = nodeAs(tree, 'AlterTableStmt') === undefined ? [part(tree, span)] : actionParts(statement);
  const failing = parts.flatMap(({ form, within }) => (form === undefined ? [] : { form, within }));
  if (failing.length === 0) return undefined;
  const clauses = failing.map(({ form, within }) => clauseFor(form, within, statement));
  return { clauses: clauses.every((clause) => clause !== undefined) ? clauses : undefined };
}

/** The clause that a form lacks, and the keywords behind which it goes, the first that is written. */
interface Form {
  readonly clause: RerunClause['clause'];
  readonly after: readonly string[];
}

interface Part {
  /** Undefined for one that passes; `none` for one that fails and knows no clause. */
  readonly form: Form | 'none' | undefined;
  readonly within: Span;
}

function part(tree: Node, within: Span): Part {
  return { form: formOfCreate(tree) ?? formOfDrop(tree), within };
}

function clauseFor(form: Form | 'none', within: Span, statement: Statement): RerunClause | undefined {
  if (form === 'none') return undefined;
  const tokens = tokensWithin(statement, within);
  const keyword = form.after.map((word) => findKeyword(tokens, word)).find((token) => token !== undefined);
  return keyword === undefined ? undefined : { clause: form.clause, offset: keyword.end };
}

function actionParts(statement: Statement): readonly Part[] {
  return alterActionsOf(statement).map(({ command, span }) => ({
    form: formOfAction(command),
    within: span,
  }));
}

function formOfAction({ subtype, missing_ok }: NodeOf<'AlterTableCmd'>): Part['form'] {
  switch (subtype) {
    case 'AT_AddColumn':
      return missing_ok === true ? undefined : { clause: 'IF NOT EXISTS', after: ['COLUMN', 'ADD'] };
    case 'AT_DropColumn':
      return missing_ok === true ? undefined : { clause: 'IF EXISTS', after: ['COLUMN', 'DROP'] };
    case 'AT_DropConstraint':
      return missing_ok === true ? undefined : { clause: 'IF EXISTS', after: ['CONSTRAINT'] };
    case 'AT_AddConstraint':
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
      return 'none';
    default:
      return undefined;
  }
}

function formOfCreate(tree: Node): Part['form'] {
  const lacks = (present: boolean | undefined, form: Form | 'none') => (present === true ? undefined : form);
  const ifNotExists = (...after: string[]): Form => ({ clause: 'IF NOT EXISTS', after });
  const orReplace: Form = { clause: 'OR REPLACE', after: ['CREATE'] };
  const table = nodeAs(tree, 'CreateStmt');
  if (table !== undefined) return lacks(table.if_not_exists, ifNotExists('TABLE'));
  const tableAs = nodeAs(tree, 'CreateTableAsStmt');
  if (tableAs !== undefined) return lacks(tableAs.if_not_exists, ifNotExists('VIEW', 'TABLE'));
  const index = nodeAs(tree, 'IndexStmt');
  if (index !== undefined) {
    // Without a name every run makes one more; a concurrent build that failed would be taken for done.
    const isPlain = index.concurrent !== true && index.idxname !== undefined;
    return lacks(index.if_not_exists, isPlain ? ifNotExists('INDEX') : 'none');
  }
  const sequence = nodeAs(tree, 'CreateSeqStmt');
  if (sequence !== undefined) return lacks(sequence.if_not_exists, ifNotExists('SEQUENCE'));
  const schema = nodeAs(tree, 'CreateSchemaStmt');
  if (schema !== undefined) return lacks(schema.if_not_exists, ifNotExists('SCHEMA'));
  const extension = nodeAs(tree, 'CreateExtensionStmt');
  if (extension !== undefined) return lacks(extension.if_not_exists, ifNotExists('EXTENSION'));
  const value = nodeAs(tree, 'AlterEnumStmt');
  if (value !== undefined) return lacks(value.skipIfNewValExists, ifNotExists('VALUE'));
  const view = nodeAs(tree, 'ViewStmt');
  if (view !== undefined) return lacks(view.replace, orReplace);
  const trigger = nodeAs(tree, 'CreateTrigStmt');
  if (trigger !== undefined)
    return lacks(trigger.replace, trigger.isconstraint === true ? 'none' : orReplace);
  const hasNoClause =
    nodeAs(tree, 'CreateEnumStmt') ??
    nodeAs(tree, 'CompositeTypeStmt') ??
    nodeAs(tree, 'CreateDomainStmt') ??
    nodeAs(tree, 'CreatePolicyStmt') ??
    nodeAs(tree, 'RenameStmt');
  return hasNoClause === undefined ? undefined : 'none';
}

function formOfDrop(tree: Node): Part['form'] {
  const drop = nodeAs(tree, 'DropStmt');
  if (drop === undefined || drop.missing_ok === true) return undefined;
  const keyword = drop.removeType === undefined ? undefined : dropped[drop.removeType];
  if (keyword === undefined) return 'none';
  return { clause: 'IF EXISTS', after: drop.concurrent === true ? ['CONCURRENTLY'] : [keyword] };
}

const dropped: Readonly<Partial<Record<NonNullable<NodeOf<'DropStmt'>['removeType']>, string>>> = {
  OBJECT_TABLE: 'TABLE',
  OBJECT_INDEX: 'INDEX',
  OBJECT_VIEW: 'VIEW',
  OBJECT_MATVIEW: 'VIEW',
  OBJECT_SEQUENCE: 'SEQUENCE',
  OBJECT_SCHEMA: 'SCHEMA',
  OBJECT_TYPE: 'TYPE',
  OBJECT_DOMAIN: 'DOMAIN',
  OBJECT_FUNCTION: 'FUNCTION',
  OBJECT_PROCEDURE: 'PROCEDURE',
  OBJECT_TRIGGER: 'TRIGGER',
  OBJECT_POLICY: 'POLICY',
  OBJECT_RULE: 'RULE',
};
