import type { Node } from '@pgsql/types';
import {
  bodyOf,
  isHole,
  nodeAs,
  rangeVarsIn,
  stringsOf,
  type ExecuteStep,
  type SqlTemplate,
  type Statement,
} from '../../sql';
import { allStepsOf } from './bodyLoops';

/** SQL with holes that the code of a DO block, a function or a procedure puts together. */
export interface ExecutedTemplate {
  readonly step: ExecuteStep;
  readonly template: SqlTemplate;
}

export function executedTemplates(statement: Statement): readonly ExecutedTemplate[] {
  return allStepsOf(bodyOf(statement)?.steps ?? []).flatMap((step) =>
    step.kind === 'execute' && step.executed.kind === 'template'
      ? [{ step, template: step.executed.template }]
      : [],
  );
}

/** The schemas, filled in when the code runs, in which a tree of a template names or makes something. */
export function schemaHolesIn(tree: Node): readonly string[] {
  const drop = nodeAs(tree, 'DropStmt');
  const grant = nodeAs(tree, 'GrantStmt');
  const isOfSchemas = grant?.objtype === 'OBJECT_SCHEMA' || grant?.targtype === 'ACL_TARGET_ALL_IN_SCHEMA';
  const names = [
    ...rangeVarsIn(tree).map(({ schemaname }) => schemaname),
    nodeAs(tree, 'CreateSchemaStmt')?.schemaname,
    ...(drop?.removeType === 'OBJECT_SCHEMA' ? (drop.objects ?? []).flatMap((each) => stringsOf(each)) : []),
    ...(isOfSchemas ? (grant.objects ?? []).flatMap((each) => stringsOf(each)) : []),
    ...(drop?.objects ?? []).map((object) => {
      const parts = stringsOf(
        nodeAs(object, 'TypeName')?.names ?? nodeAs(object, 'ObjectWithArgs')?.objname ?? object,
      );
      return parts.length > 1 ? parts[0] : undefined;
    }),
  ];
  return names.flatMap((name) => (name !== undefined && isHole(name) ? [name] : []));
}
