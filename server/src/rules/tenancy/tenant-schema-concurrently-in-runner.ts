import type { Node } from '@pgsql/types';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedStatement, Rule } from '../model';
import { executedTemplates, schemaHolesIn } from '../readings/dynamicSql';
import { isSchemaTenancy } from '../readings/tenantSchemas';

/** CONCURRENTLY for one tenant after the other, by code of the server: that is inside a transaction, where it fails. */
export const tenantSchemaConcurrentlyInRunner: Rule = {
  id: 'tenant-schema-concurrently-in-runner',
  category: 'transaction',
  severity: 'error',
  summary: 'CONCURRENTLY that a DO block or a function runs in the schema of each tenant, which always fails',
  *check({ policy, statements }) {
    if (!isSchemaTenancy(policy)) return;
    for (const reviewed of statements) {
      for (const { step, template } of executedTemplates(reviewed.statement)) {
        const tree = template.trees.find((each) => isConcurrent(each) && schemaHolesIn(each).length > 0);
        if (tree !== undefined) yield findingFor(reviewed, step.span);
      }
    }
  },
};

function findingFor({ statement }: ReviewedStatement, span: Finding['span']): Finding {
  const isRoutine = nodeAs(statement.tree, 'CreateFunctionStmt') !== undefined;
  return {
    what: `EXECUTE of a statement with CONCURRENTLY fails (25001): ${isRoutine ? 'a function or procedure' : 'a DO block'} always runs inside a transaction, also after a COMMIT of its own.`,
    who: `${isRoutine ? 'Its first call' : 'The migration'} stops at the first tenant, and no tenant gets the index.`,
    remedy:
      'Let the runner go from tenant to tenant and run CONCURRENTLY outside of a transaction in each, or leave CONCURRENTLY out and set a lock_timeout.',
    span,
    relations: [],
  };
}

function isConcurrent(tree: Node): boolean {
  const reindex = nodeAs(tree, 'ReindexStmt')?.params ?? [];
  return (
    nodeAs(tree, 'IndexStmt')?.concurrent === true ||
    nodeAs(tree, 'DropStmt')?.concurrent === true ||
    reindex.some((option) => nodeAs(option, 'DefElem')?.defname === 'concurrently')
  );
}
