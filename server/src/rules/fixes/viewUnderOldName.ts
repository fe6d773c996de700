import {
  findRelation,
  isTable,
  quoted,
  quotedName,
  resolveRelation,
  spokenName,
  type QualifiedName,
  type Relation,
} from '../../catalog';
import { nameOfRangeVar, nodeAs, type Statement } from '../../sql';
import type { Edit, Fix, ReviewedMigration, ReviewedStatement } from '../model';
import { editsOfDown } from './downScript';
import { insertionAfter } from './insertions';

/**
 * A view under the old name of a renamed table, in the same transaction, so that running code goes on: the server lets
 * SELECT, INSERT, UPDATE, DELETE and ON CONFLICT (columns) through it. It runs with the rights of who queries it, because
 * with those of its owner it would lead past row-level security.
 */
export function viewUnderOldName(
  migration: ReviewedMigration,
  { statement, before }: ReviewedStatement,
  from: QualifiedName,
  to: QualifiedName,
): readonly Fix[] {
  const relation = findRelation(before, from);
  if (relation === undefined || migration.direction === 'down') return [];
  // Rights to single columns would have to be given again one by one, and a view may pass on more than they meant.
  if (relation.columns.some(({ grants }) => grants.length > 0)) return [];
  const asInvoker = Number.parseInt(migration.policy.version, 10) >= 15;
  const isProtected = !isTable(relation) || relation.rowSecurity.enabled;
  if (!asInvoker && isProtected) return [];
  const options = asInvoker ? ' WITH (security_invoker = true)' : '';
  const view = `CREATE VIEW ${quotedName(from)}${options} AS SELECT * FROM ${quotedName(to)};`;
  const lines = [view, ...grantsOn(from, relation)].join('\n');
  return [
    {
      title: `Leave a view under the old name ${spokenName(from)}`,
      preferred: false,
      edits: [insertionAfter(migration, statement, lines), ...viewDropInDown(migration, from, to)],
    },
  ];
}

/** What queries need; a view has nothing to TRUNCATE or REFERENCE. */
const queryPrivileges = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

function grantsOn(name: QualifiedName, { grants }: Relation): readonly string[] {
  const grantees = [...new Set(grants.map(({ grantee }) => grantee))];
  return grantees.flatMap((grantee) => {
    const privileges = queryPrivileges.filter((privilege) =>
      grants.some((grant) => grant.grantee === grantee && grant.privilege.toUpperCase() === privilege),
    );
    const role = grantee === 'public' ? 'PUBLIC' : quoted(grantee);
    return privileges.length === 0
      ? []
      : [`GRANT ${privileges.join(', ')} ON ${quotedName(name)} TO ${role};`];
  });
}

/** The rollback takes the view away before it gives the name back. */
function viewDropInDown(
  migration: ReviewedMigration,
  from: QualifiedName,
  to: QualifiedName,
): readonly Edit[] {
  return editsOfDown(migration, (statement) =>
    isAbout(statement, to, migration)
      ? [
          {
            span: { start: statement.span.start, end: statement.span.start },
            newText: `DROP VIEW ${quotedName(from)};\n`,
          },
        ]
      : [],
  );
}

function isAbout({ tree }: Statement, relation: QualifiedName, { after }: ReviewedMigration): boolean {
  const written = nameOfRangeVar(
    nodeAs(tree, 'RenameStmt')?.relation ?? nodeAs(tree, 'AlterObjectSchemaStmt')?.relation,
  );
  const renamesColumn = nodeAs(tree, 'RenameStmt')?.renameType === 'OBJECT_COLUMN';
  return written !== undefined && !renamesColumn && resolveRelation(after, written) === relation;
}
