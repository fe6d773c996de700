import type { Node } from '@pgsql/types';
import {
  findColumn,
  findTable,
  foreignKeysOf,
  isTable,
  nameOf,
  primaryKeyOf,
  quotedList,
  resolveRelation,
  spokenList,
  spokenName,
  type Catalog,
  type Column,
  type Table,
} from '../../catalog';
import type { TenancyPolicy } from '../../project';
import { nodeAs, stringsOf, walk, type Span } from '../../sql';
import { tableConstraintInstead } from '../fixes/tableConstraint';
import { tenantFirst } from '../fixes/tenantFirst';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { declaresConstraint } from '../readings/actionKinds';
import { declaredConstraints, type DeclaredConstraint } from '../readings/declaredConstraints';
import { impliesNull } from '../readings/tenantNulls';
import { someNode } from '../readings/treeSearch';
import { holdsName } from '../readings/mentions';
import { isRowTenancy, isTenantTable, ownershipOf, tenantColumnOf } from '../readings/tenantOwnership';

/** A unique key of a tenant table that all tenants share: what one of them has taken, no other can have. */
export const tenantUniqueNotScoped: Rule = {
  id: 'tenant-unique-not-scoped',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'A unique constraint or index on a tenant table that leaves out the tenant column',
  speaksOf: [...declaresConstraint, 'IndexStmt'],
  *check(migration) {
    if (!isRowTenancy(migration.policy) || migration.direction === 'down') return;
    // Citus refuses such a key, which its own rule says.
    if (migration.policy.tenancy.distributed === 'citus') return;
    for (const reviewed of migration.statements) {
      for (const key of uniqueKeysMadeBy(reviewed)) {
        const finding = findingFor(key, reviewed, migration);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

/** A unique key as a statement writes it. */
interface WrittenKey {
  readonly table: Table;
  /** Columns that it consists of or that its expressions read. */
  readonly columns: readonly string[];
  /** Of a partial index. */
  readonly predicate?: Node | undefined;
  readonly span: Span;
  readonly fixes: (tenantColumn: string, migration: ReviewedMigration) => readonly Fix[];
}

function findingFor(
  { table, columns, predicate, span, fixes }: WrittenKey,
  _reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const { after, policy } = migration;
  const { tenancy } = policy;
  const tenantColumn = tenantColumnOf(table, tenancy);
  if (tenantColumn === undefined || !isTenantTable(table, tenancy) || columns.length === 0) return undefined;
  if (tenancy.tenantColumns.some((column) => columns.includes(column))) return undefined;
  // Rows that belong to no tenant are all that such an index compares.
  if (predicate !== undefined && impliesNull(predicate, tenantColumn)) return undefined;
  // Generated scripts add the foreign keys of a new table after its indexes, and an index over its primary key again.
  const left = findTable(after, nameOf(table)) ?? table;
  if (primaryKeyOf(left)?.columns.every((column) => columns.includes(column)) === true) return undefined;
  if (columns.some((column) => isUnlikeAnyOther(column, left, after, tenancy))) return undefined;
  const name = spokenName(`${table.schema}.${table.name}`);
  const isLikely = !columns.some((column) => isDrawnElsewhere(column, left));
  return {
    ...(isLikely ? {} : { severity: 'info' }),
    what: `${spokenList(columns)} must be unique in ${name} among the rows of all tenants together.`,
    who: 'A tenant cannot use a value that another one has, and the error tells it that somebody has it, whatever row-level security hides.',
    remedy: `Make it unique per tenant: (${quotedList([tenantColumn, ...columns])}).`,
    span,
    relations: [`${table.schema}.${table.name}`],
    fixes: fixes(tenantColumn, migration),
  };
}

/**
 * Whether values of the column never meet those of another tenant: the server makes them up, or they are the key of a
 * row that is itself a tenant's.
 */
function isUnlikeAnyOther(name: string, table: Table, catalog: Catalog, tenancy: TenancyPolicy): boolean {
  const column = findColumn(table, name);
  if (column !== undefined && isGenerated(column, catalog)) return true;
  return foreignKeysOf(table).some(
    ({ columns, references }) =>
      columns.includes(name) && ownershipOf(catalog, findTable(catalog, references), tenancy) !== undefined,
  );
}

/** A UUID that an application makes up, or another system does: nobody has it by chance, but somebody can take it on purpose. */
function isDrawnElsewhere(name: string, table: Table): boolean {
  const isReference = foreignKeysOf(table).some(({ columns }) => columns.includes(name));
  return !isReference && findColumn(table, name)?.type.name === 'uuid';
}

function isGenerated({ identity, default: expression }: Column, catalog: Catalog): boolean {
  if (identity !== undefined) return true;
  if (expression === undefined) return false;
  return someNode(expression, (node) => {
    const name = stringsOf(nodeAs(node, 'FuncCall')?.funcname).at(-1);
    return name !== undefined && (generators.has(name) || callsGenerator(name, catalog));
  });
}

/** Projects wrap them, to make tokens of what they give. */
function callsGenerator(name: string, { routines }: Catalog): boolean {
  return [...routines.values()]
    .flat()
    .some((routine) => routine.name === name && holdsName(routine.definition, [...generators]));
}

/** Functions of the server, and of the extensions that older projects use, that never give the same value twice. */
const generators = new Set([
  'nextval',
  'gen_random_uuid',
  'gen_random_bytes',
  'uuidv4',
  'uuidv7',
  'uuid_generate_v1',
  'uuid_generate_v1mc',
  'uuid_generate_v4',
]);

function uniqueKeysMadeBy(reviewed: ReviewedStatement): readonly WrittenKey[] {
  const index = uniqueIndex(reviewed);
  if (index !== undefined) return [index];
  return declaredConstraints(reviewed.statement)
    .filter(({ constraint }) => constraint.contype === 'CONSTR_UNIQUE' && constraint.indexname === undefined)
    .flatMap((declared) => uniqueConstraint(declared, reviewed));
}

function uniqueConstraint(declared: DeclaredConstraint, reviewed: ReviewedStatement): readonly WrittenKey[] {
  const { table: written, constraint, column, span } = declared;
  const table = tableOf(written.schemaname, written.relname, reviewed);
  if (table === undefined) return [];
  const columns = column === undefined ? stringsOf(constraint.keys) : [column];
  const fixes = (tenantColumn: string, migration: ReviewedMigration) =>
    column === undefined
      ? tenantFirst(reviewed, span, tenantColumn, migration, 'Make it unique per tenant')
      : tableConstraintInstead(
          migration,
          reviewed.statement,
          declared,
          `UNIQUE (${quotedList([tenantColumn, column])})`,
          `Make ${column} unique per tenant`,
        );
  return [{ table, columns, span, fixes }];
}

function uniqueIndex(reviewed: ReviewedStatement): WrittenKey | undefined {
  const create = nodeAs(reviewed.statement.tree, 'IndexStmt');
  if (create?.unique !== true || create.relation === undefined) return undefined;
  const table = tableOf(create.relation.schemaname, create.relation.relname, reviewed);
  if (table === undefined) return undefined;
  const columns = (create.indexParams ?? []).flatMap((parameter) => {
    const element = nodeAs(parameter, 'IndexElem');
    if (element?.name !== undefined) return [element.name];
    const read: string[] = [];
    if (element?.expr !== undefined) {
      walk(element.expr, (node) => {
        read.push(...stringsOf(nodeAs(node, 'ColumnRef')?.fields).slice(-1));
        return true;
      });
    }
    return read;
  });
  const { span } = reviewed.statement;
  const fixes = (tenantColumn: string, migration: ReviewedMigration) =>
    tenantFirst(reviewed, span, tenantColumn, migration, 'Make it unique per tenant');
  return { table, columns, predicate: create.whereClause, span, fixes };
}

function tableOf(
  schema: string | undefined,
  name: string | undefined,
  { after }: ReviewedStatement,
): Table | undefined {
  if (name === undefined) return undefined;
  const relation = after.relations.get(resolveRelation(after, { schema, name }));
  return relation !== undefined && isTable(relation) ? relation : undefined;
}
