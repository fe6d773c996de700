import {
  chooseRelationName,
  findTable,
  nameOf,
  partitionsOf,
  quoted,
  quotedName,
  resolveRelation,
  type QualifiedName,
  type Table,
} from '../../catalog';
import { nameOfRangeVar, nodeAs, type NodeOf } from '../../sql';
import type { Fix, ReviewedMigration, ReviewedStatement } from '../model';
import { relationNameSpan } from '../readings/tokens';
import { canMarkLaterMigration, laterMigrations, type LaterMigration } from '../../rewrite';

/**
 * Takes a CREATE INDEX on a partitioned table apart: an index ON ONLY the table here, which is made at once; one on each
 * partition, CONCURRENTLY, in later migrations; and in the last these become parts of the first.
 */
export function indexPartitionByPartition(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
): readonly Fix[] {
  const { statement, before } = reviewed;
  const create = nodeAs(statement.tree, 'IndexStmt');
  const written = nameOfRangeVar(create?.relation);
  const table = written === undefined ? undefined : findTable(before, resolveRelation(before, written));
  if (create?.relation === undefined || table === undefined) return [];
  const name = create.idxname ?? nameFor(table, create, reviewed);
  const definition = migration.script.sql.slice(
    relationNameSpan(statement, create.relation.location, undefined).end,
    statement.span.end,
  );
  const family = { create, definition, reviewed };
  const parts = create.relation.inh === true ? partsOf(family, table, name) : nothing;
  const whole = onlyWhole(family, nameOf(table), name);
  const later =
    parts.leaves.length === 0
      ? []
      : laterMigrations(migration, [
          ...concurrently(migration, name, parts.leaves),
          attaching(table, name, parts.attached, whole),
        ]);
  if (later === undefined) return [];
  const here = [whole, ...parts.wholes].join(';\n');
  return [
    {
      title: 'Build the index partition by partition, CONCURRENTLY, in later migrations',
      preferred: true,
      edits: [{ path: migration.script.path, span: statement.span, newText: here }, ...later],
    },
  ];
}

interface Family {
  readonly create: NodeOf<'IndexStmt'>;
  /** All that follows the table's name in the statement. */
  readonly definition: string;
  readonly reviewed: ReviewedStatement;
}

interface Parts {
  /** Indexes on partitions that are partitioned themselves. */
  readonly wholes: readonly string[];
  readonly leaves: readonly { readonly index: QualifiedName; readonly statement: string }[];
  /** In the order in which they can be made, which is from the top. */
  readonly attached: readonly string[];
}

const nothing: Parts = { wholes: [], leaves: [], attached: [] };

function partsOf(family: Family, table: Table, name: string): Parts {
  const { create, definition, reviewed } = family;
  return partitionsOf(reviewed.before, nameOf(table)).reduce<Parts>((parts, partition) => {
    // A foreign table has no index here.
    if (partition.kind === 'foreign') return parts;
    const own = nameFor(partition, create, reviewed);
    const index = nameOf({ schema: partition.schema, name: own });
    const whole = nameOf({ schema: table.schema, name });
    const attach = `ALTER INDEX ${quotedName(whole)} ATTACH PARTITION ${quotedName(index)}`;
    if (partition.kind === 'partitioned') {
      const below = partsOf(family, partition, own);
      return {
        wholes: [...parts.wholes, onlyWhole(family, nameOf(partition), own), ...below.wholes],
        leaves: [...parts.leaves, ...below.leaves],
        attached: [...parts.attached, attach, ...below.attached],
      };
    }
    const statement = `CREATE ${unique(create)}INDEX CONCURRENTLY ${quoted(own)} ON ${quotedName(nameOf(partition))}${definition}`;
    return {
      ...parts,
      leaves: [...parts.leaves, { index, statement }],
      attached: [...parts.attached, attach],
    };
  }, nothing);
}

function onlyWhole({ create, definition }: Family, table: QualifiedName, name: string): string {
  return `CREATE ${unique(create)}INDEX ${quoted(name)} ON ONLY ${quotedName(table)}${definition}`;
}

function unique(create: NodeOf<'IndexStmt'>): string {
  return create.unique === true ? 'UNIQUE ' : '';
}

/** The name that the server would choose. */
function nameFor(table: Table, create: NodeOf<'IndexStmt'>, { before }: ReviewedStatement): string {
  const columns = (create.indexParams ?? []).map((param) => nodeAs(param, 'IndexElem')?.name ?? 'expr');
  return chooseRelationName(before, table.schema, { table: table.name, columns, label: 'idx' }, 'relation');
}

/** One migration where it can be marked as one without a transaction; each build on its own where only that keeps it out of one. */
function concurrently(
  migration: ReviewedMigration,
  name: string,
  leaves: Parts['leaves'],
): readonly LaterMigration[] {
  const drop = (index: QualifiedName) => `DROP INDEX CONCURRENTLY IF EXISTS ${quotedName(index)}`;
  if (leaves.length === 1 || !canMarkLaterMigration(migration)) {
    return leaves.map(({ index, statement }) => ({
      title: `create index ${index.slice(index.indexOf('.') + 1)}`,
      up: [statement],
      down: [drop(index)],
      transaction: 'none',
    }));
  }
  return [
    {
      title: `create parts of ${name}`,
      // What a failed build leaves behind is in the way of the next run.
      up: leaves.flatMap(({ index, statement }) => [drop(index), statement]),
      down: leaves.map(({ index }) => drop(index)),
      transaction: 'none',
    },
  ];
}

function attaching(table: Table, name: string, attached: readonly string[], whole: string): LaterMigration {
  return {
    title: `attach parts of ${name}`,
    up: attached,
    // An index cannot be detached: it goes with its parts, and is made anew without them.
    down: [`DROP INDEX ${quotedName(nameOf({ schema: table.schema, name }))}`, whole],
    transaction: 'per-file',
  };
}
