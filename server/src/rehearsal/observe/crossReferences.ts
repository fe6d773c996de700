import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { TenancyPolicy } from '../../project';
import type { Fixture } from '../fixture';
import {
  introspect,
  ownerJoin,
  ownersOf,
  ownershipOf,
  relationName,
  type Owners,
  type Schema,
  type Table,
} from '../generate';

/** Rows of one tenant that refer to rows of another. */
export interface CrossReference {
  readonly tenant: string;
  /** The tenant of the rows that are referred to. */
  readonly to: string;
  readonly relation: string;
  readonly columns: readonly string[];
  readonly target: string;
  readonly rows: number;
}

/** Follows every foreign key from and to the given relations whose both sides belong to tenants. */
export async function findCrossReferences(
  admin: Client,
  tenancy: TenancyPolicy,
  { model, tenants }: Fixture,
  relations: ReadonlySet<string>,
): Promise<readonly CrossReference[]> {
  const names = tenants.flatMap(({ key, name }) =>
    key === undefined ? [] : [`(${escapeLiteral(key)}, ${escapeLiteral(name)})`],
  );
  if (model !== 'row' || names.length < 2 || relations.size === 0) return [];
  const schema = await introspect(admin);
  const owners = ownersOf(schema, tenancy, { kind: 'rows' });
  const found: CrossReference[] = [];
  for (const { child, parent, columns, query } of referencesIn(schema, owners, relations)) {
    const { rows } = await admin.query<{ tenant: string; to: string; rows: string }>(
      `select child_tenant.name as tenant, parent_tenant.name as "to", count(*) as rows from (${query}) r
       join (values ${names.join(', ')}) child_tenant (key, name) on child_tenant.key = r.child
       join (values ${names.join(', ')}) parent_tenant (key, name) on parent_tenant.key = r.parent
       where r.child <> r.parent group by 1, 2 order by 1, 2`,
    );
    const relation = relationName(child);
    const target = relationName(parent);
    found.push(...rows.map((row) => ({ ...row, rows: Number(row.rows), relation, columns, target })));
  }
  return found;
}

interface Reference {
  readonly child: Table;
  readonly parent: Table;
  readonly columns: readonly string[];
  /** Gives the tenants' keys of both sides as text, `child` and `parent`, for each row that refers to one. */
  readonly query: string;
}

function referencesIn(schema: Schema, owners: Owners, relations: ReadonlySet<string>): readonly Reference[] {
  return schema.tables.flatMap((child) =>
    child.foreignKeys.flatMap((foreignKey): Reference[] => {
      const parent = schema.tables.find(({ oid }) => oid === foreignKey.target);
      if (parent === undefined) return [];
      if (!relations.has(relationName(child)) && !relations.has(relationName(parent))) return [];
      const ownership = ownershipOf(owners, child);
      // Such a row is the tenant's whose row it refers to.
      if (ownership.kind === 'path' && ownership.foreignKey === foreignKey) return [];
      const [from, to] = [ownerJoin(owners, child), ownerJoin(owners, parent)];
      if (from.key === undefined || to.key === undefined) return [];
      const matches = foreignKey.columns.map(
        (column, place) =>
          `t.${escapeIdentifier(column)} = p.${escapeIdentifier(foreignKey.targetColumns[place] ?? column)}`,
      );
      // Both sides name their tables t; each stays in a query of its own.
      const parents = `select t.*, (${to.key})::text as "#tenant" from ${to.from}`;
      const query = `select (${from.key})::text as child, p."#tenant" as parent
        from ${from.from} join (${parents}) p on ${matches.join(' and ')}`;
      return [{ child, parent, columns: foreignKey.columns, query }];
    }),
  );
}
