import type { Node } from '@pgsql/types';
import { isHole, kindOf, nodeAs, tokensOf, walk, withoutHoles } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { executedTemplates } from '../readings/dynamicSql';
import { isSchemaTenancy } from '../readings/tenantSchemas';

/** A name that begins with the tenant's: where that is long, the server cuts off what tells two of them apart. */
export const tenantSchemaLongIdentifier: Rule = {
  id: 'tenant-schema-long-identifier',
  category: 'tenant-schema',
  severity: 'info',
  summary:
    "A name put together from the tenant's schema and a long text, which the server cuts off for some tenants",
  *check(migration) {
    if (!isSchemaTenancy(migration.policy)) return;
    for (const reviewed of migration.statements) {
      if (reviewed.within !== undefined) continue;
      for (const { bytes, span } of [...inTemplates(reviewed), ...withPlaceholder(reviewed, migration)]) {
        if (bytes > mostBytes - roomForTenant) yield findingFor(bytes, span);
      }
    }
  },
};

/** NAMEDATALEN of a server as it is distributed, less the byte that ends the text. */
const mostBytes = 63;
/** Tenants called by a UUID or by a company's full name have schemas as long as this. */
const roomForTenant = 40;

interface LongName {
  /** Without the tenant's part. */
  readonly bytes: number;
  readonly span: Finding['span'];
}

function findingFor(bytes: number, span: Finding['span']): Finding {
  return {
    what: `Beside the tenant’s part this name has ${bytes} bytes, and the server keeps ${mostBytes} of the whole with no more than a notice.`,
    who: `For a tenant whose part is longer than ${Math.max(0, mostBytes - bytes)} bytes the end is cut off: a second name with the same beginning fails (42P07), or IF NOT EXISTS passes over it in silence.`,
    remedy:
      'Leave the tenant out of the name: a name in a tenant’s schema has to be unique in that schema only.',
    span,
    relations: [],
  };
}

function inTemplates({ statement }: ReviewedStatement): readonly LongName[] {
  return executedTemplates(statement).flatMap(({ step, template }) => {
    const names = template.trees.flatMap(namesMade).filter((name) => isHole(name));
    const bytes = Math.max(0, ...names.map((name) => bytesOf(withoutHoles(name))));
    return bytes === 0 ? [] : [{ bytes, span: step.span }];
  });
}

/** `${tenant}_accounts_email_idx`, where the parser was given other letters for the placeholder. */
function withPlaceholder(
  { statement }: ReviewedStatement,
  { script }: ReviewedMigration,
): readonly LongName[] {
  const names = new Set(statement.tree === undefined ? [] : namesMade(statement.tree));
  return tokensOf(statement).flatMap(({ text, start, end }) => {
    const written = script.sql.slice(start, end);
    if (!written.includes('${') || !names.has(text.toLowerCase())) return [];
    return [{ bytes: bytesOf(written.replace(/\$\{[^}]*\}/g, '')), span: { start, end } }];
  });
}

/** Names of objects that need one of their own. */
function namesMade(tree: Node): readonly string[] {
  const names: (string | undefined)[] = [
    nodeAs(tree, 'IndexStmt')?.idxname,
    nodeAs(tree, 'CreateTrigStmt')?.trigname,
    nodeAs(tree, 'CreateRoleStmt')?.role,
  ];
  if (kindOf(tree) === 'CreateStmt' || kindOf(tree) === 'AlterTableStmt') {
    walk(tree, (node) => {
      names.push(nodeAs(node, 'Constraint')?.conname);
      return undefined;
    });
  }
  return names.filter((name) => name !== undefined);
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
