import {
  findRelation,
  resolveRelation,
  spokenName,
  type Catalog,
  type CatalogObject,
  type Table,
} from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { ownershipGainedBy } from '../readings/applicationAccess';
import { spokenObjects } from '../readings/dependants';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isOfThisMigration, originOf } from '../readings/madeHere';
import { namedObject } from '../readings/namedObjects';

/** OWNER TO: whoever owns an object may change and drop it, and is not held by row-level security that is not forced. */
export const pgOwnerTo: Rule = {
  id: 'pg-owner-to',
  category: 'compatibility',
  severity: 'info',
  summary: 'OWNER TO, which moves all rights of the owner, past row-level security among them',
  speaksOf: ['AT_ChangeOwner', 'AlterOwnerStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before, createdHere } = reviewed;
  const change = ownerChange(reviewed);
  if (change === undefined || migration.direction === 'down') return undefined;
  // rls-owner-to-app-role speaks of the application's role.
  if (ownershipGainedBy(reviewed, migration).length > 0) return undefined;
  const { object, owner } = change;
  const isNew = createdHere.has(object.name) || isOfThisMigration(originOf(before, object), migration);
  if (isNew || (owner !== undefined && ownerOf(before, object) === owner)) return undefined;
  const table = object.kind === 'relation' ? protectedTable(before, object.name) : undefined;
  const whom = owner ?? 'the role that runs the migration';
  return {
    what: `OWNER TO hands ${spokenObjects(before, [object])} to ${whom}.`,
    who:
      table === undefined
        ? 'Whoever works as the old owner loses what it was not granted by name, the role that runs later migrations among them.'
        : `${whom} reads and writes the rows of all tenants from then on: row-level security of ${spokenName(object.name)} is not forced, so it does not hold its owner.`,
    remedy:
      table === undefined
        ? 'Grant the old owner what its queries need in the same transaction, and check that the migrations still run as a member of the new one.'
        : 'Let the application connect as another role than the owner, or FORCE ROW LEVEL SECURITY in the same transaction.',
    span: statement.span,
    relations: object.kind === 'relation' ? [object.name] : [],
    ...(table === undefined ? {} : { severity: 'warning' as const }),
  };
}

interface OwnerChange {
  readonly object: CatalogObject;
  /** Undefined for CURRENT_USER and the like. */
  readonly owner: string | undefined;
}

function ownerChange({ statement, before }: ReviewedStatement): OwnerChange | undefined {
  const alter = nodeAs(statement.tree, 'AlterTableStmt');
  const written = nameOfRangeVar(alter?.relation);
  for (const node of alter?.cmds ?? []) {
    const command = nodeAs(node, 'AlterTableCmd');
    if (command?.subtype !== 'AT_ChangeOwner' || written === undefined) continue;
    const name = resolveRelation(before, written);
    const kind = before.sequences.has(name) ? 'sequence' : 'relation';
    return { object: { kind, name }, owner: command.newowner?.rolename };
  }
  const change = nodeAs(statement.tree, 'AlterOwnerStmt');
  const object =
    change?.object === undefined ? undefined : namedObject(before, change.objectType, change.object);
  return object === undefined ? undefined : { object, owner: change?.newowner?.rolename };
}

function ownerOf(catalog: Catalog, { kind, name }: CatalogObject): string | undefined {
  switch (kind) {
    case 'relation':
      return catalog.relations.get(name)?.owner;
    case 'sequence':
      return catalog.sequences.get(name)?.owner;
    case 'type':
      return catalog.types.get(name)?.owner;
    case 'routine':
      return catalog.routines.get(name)?.[0]?.owner;
    case 'schema':
      return catalog.schemas.get(name)?.owner;
    default:
      return undefined;
  }
}

function protectedTable(catalog: Catalog, name: string): Table | undefined {
  const relation = findRelation(catalog, name);
  if (relation === undefined || !('rowSecurity' in relation)) return undefined;
  return relation.rowSecurity.enabled && !relation.rowSecurity.forced ? relation : undefined;
}
