import type { Node } from '@pgsql/types';
import { changeRelations } from '../edit';
import type {
  Catalog,
  Column,
  ColumnType,
  Constraint,
  Index,
  QualifiedName,
  Relation,
  RowPolicy,
  Table,
  View,
} from '../model';
import { isRelationNameTaken, partsOf } from '../objectNames';
import { isTable } from '../query/relations';
import { refuse } from '../refusal';
import { mentions } from '../trees/namesIn';
import { readExpression } from '../trees/reading';
import { readingOf, renameQualifierIn, renameRelationIn } from '../trees/rewriting';

/**
 * A table, view, index or sequence gets another name or schema, and all that points to it follows: the server keeps
 * identities, not names. Indexes, constraints and sequences of a table keep their names.
 */
export function moveRelation(catalog: Catalog, from: QualifiedName, to: QualifiedName): Catalog {
  if (from === to) return refuse(`relation "${to}" already exists`);
  if (isRelationNameTaken(catalog, to)) return refuse(`relation "${to}" already exists`);
  const target = partsOf(to);
  const relation = catalog.relations.get(from);
  if (relation !== undefined) return moveTable(catalog, relation, from, to);
  const index = catalog.indexes.get(from);
  if (index !== undefined) return moveIndex(catalog, index, from, to);
  const sequence = catalog.sequences.get(from);
  if (sequence === undefined) return refuse(`relation "${from}" is not known to the history`);
  const sequences = catalog.sequences.delete(from).set(to, { ...sequence, ...target });
  return { ...catalog, sequences };
}

/** Gives an index, and the constraint that owns it, another name. */
function moveIndex(catalog: Catalog, index: Index, from: QualifiedName, to: QualifiedName): Catalog {
  const target = partsOf(to);
  const constraint = index.constraint === undefined ? undefined : target.name;
  const indexes = catalog.indexes
    .delete(from)
    .set(to, { ...index, ...target, constraint })
    .map((other) => (other.attachedTo === from ? { ...other, attachedTo: to } : other));
  const owner = catalog.relations.get(index.table);
  if (owner === undefined || !isTable(owner)) return { ...catalog, indexes };
  const constraints = owner.constraints.map((other): Constraint =>
    'index' in other && other.index === from ? { ...other, name: target.name, index: to } : other,
  );
  return { ...catalog, indexes, relations: catalog.relations.set(index.table, { ...owner, constraints }) };
}

function moveTable(catalog: Catalog, relation: Relation, from: QualifiedName, to: QualifiedName): Catalog {
  const target = partsOf(to);
  const own = isTable(relation) ? ownTreesRenamed(catalog, relation, from, target.name) : relation;
  const follow = (tree: Node | undefined, table: Table | undefined): Node | undefined => {
    if (tree === undefined) return undefined;
    const reading = table === undefined ? readingOf(catalog, tree) : readExpression(catalog, tree, table);
    return renameRelationIn(tree, reading, from, to);
  };
  // The readings above need the catalog as it was, so the name changes last.
  const followed = changeRelations(
    { ...catalog, relations: catalog.relations.set(from, own) },
    {
      table: (table) => tableFollowing(table, from, to, (tree) => follow(tree, table)),
      view: (view) => viewFollowing(view, from, to, (tree) => follow(tree, undefined)),
    },
  );
  const moved = followed.relations.get(from) ?? own;
  return withTypesFollowing(
    {
      ...followed,
      relations: followed.relations.delete(from).set(to, { ...moved, ...target }),
      indexes: followed.indexes.map((index) => (index.table === from ? { ...index, table: to } : index)),
      sequences: followed.sequences.map((sequence) =>
        sequence.ownedBy?.table === from
          ? { ...sequence, ownedBy: { ...sequence.ownedBy, table: to } }
          : sequence,
      ),
      comments: catalog.comments.mapKeys((key) => movedComment(key, from, to)),
    },
    from,
    to,
  );
}

/** Where a table's own expressions call it by name, `accounts.id > 0`, the new name takes its place. */
function ownTreesRenamed(catalog: Catalog, table: Table, from: QualifiedName, to: string): Table {
  const renamed = (tree: Node) => renameQualifierIn(tree, readExpression(catalog, tree, table), from, to);
  return {
    ...table,
    constraints: table.constraints.map((constraint) =>
      constraint.kind === 'check'
        ? { ...constraint, expression: renamed(constraint.expression) }
        : constraint,
    ),
    policies: table.policies.map((policy) =>
      withPolicyTrees(policy, (tree) => (tree === undefined ? tree : renamed(tree))),
    ),
  };
}

type Follow = (tree: Node | undefined) => Node | undefined;

function tableFollowing(table: Table, from: QualifiedName, to: QualifiedName, follow: Follow): Table {
  const oldName = partsOf(from).name;
  const isConcerned =
    table.policies.some(({ using, withCheck }) => mentions(using, oldName) || mentions(withCheck, oldName)) ||
    table.inherits.includes(from) ||
    table.partitionOf?.parent === from ||
    table.constraints.some(
      (constraint) => constraint.kind === 'foreign key' && constraint.references === from,
    );
  if (!isConcerned) return table;
  return {
    ...table,
    constraints: table.constraints.map((constraint) =>
      constraint.kind === 'foreign key' && constraint.references === from
        ? { ...constraint, references: to }
        : constraint,
    ),
    policies: table.policies.map((policy) => withPolicyTrees(policy, follow)),
    inherits: table.inherits.map((parent) => (parent === from ? to : parent)),
    partitionOf:
      table.partitionOf?.parent === from ? { ...table.partitionOf, parent: to } : table.partitionOf,
  };
}

function viewFollowing(view: View, from: QualifiedName, to: QualifiedName, follow: Follow): View {
  if (!view.reads.includes(from)) return view;
  return {
    ...view,
    query: follow(view.query),
    reads: view.reads.map((name) => (name === from ? to : name)),
    readsColumns: view.readsColumns.map((read) =>
      read.relation === from ? { ...read, relation: to } : read,
    ),
  };
}

export function withPolicyTrees(policy: RowPolicy, change: Follow): RowPolicy {
  return { ...policy, using: change(policy.using), withCheck: change(policy.withCheck) };
}

/** Columns, parameters and domains of a type that got another name or schema, a table's row type among them. */
export function withTypesFollowing(catalog: Catalog, from: QualifiedName, to: QualifiedName): Catalog {
  const target = partsOf(to);
  const moved = (type: ColumnType): ColumnType =>
    type.schema !== undefined && `${type.schema}.${type.name}` === from ? { ...type, ...target } : type;
  const ofColumns = <Item extends Table | View>(relation: Item): Item => {
    const isConcerned = relation.columns.some((column) => moved(column.type) !== column.type);
    return isConcerned ? { ...relation, columns: relation.columns.map(withType) } : relation;
  };
  const withType = (column: Column): Column => ({ ...column, type: moved(column.type) });
  return {
    ...changeRelations(catalog, { table: ofColumns, view: ofColumns }),
    types: catalog.types.map((type) => {
      if (type.kind === 'domain') return { ...type, base: moved(type.base) };
      return type.kind === 'composite' ? { ...type, attributes: type.attributes.map(withType) } : type;
    }),
    routines: catalog.routines.map((overloads) =>
      overloads.map((routine) => ({
        ...routine,
        parameters: routine.parameters.map((parameter) => ({ ...parameter, type: moved(parameter.type) })),
        returns: routine.returns === undefined ? undefined : moved(routine.returns),
      })),
    ),
  };
}

function movedComment(key: string, from: QualifiedName, to: QualifiedName): string {
  const [kind = '', ...rest] = key.split(' ');
  const name = rest.join(' ');
  if (name === from) return `${kind} ${to}`;
  return name.startsWith(`${from}.`) ? `${kind} ${to}${name.slice(from.length)}` : key;
}
