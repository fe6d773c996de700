import { dependentsOf, quoted, quotedName, type QualifiedName, type View } from '../../catalog';
import type { Fix, ReviewedMigration, ReviewedStatement } from '../model';
import { grantsLost } from '../readings/viewGrants';
import { insertionAfter, insertionBefore } from './insertions';

/** DROP VIEW before a CREATE OR REPLACE that the server refuses, and the grants again behind it. */
export function replaceByDrop(
  migration: ReviewedMigration,
  { statement, before }: ReviewedStatement,
  name: QualifiedName,
  old: View,
): readonly Fix[] {
  // What depends on the view would have to go and come back with it.
  if (dependentsOf(before, { kind: 'relation', name }).length > 0) return [];
  if (old.columns.some(({ grants }) => grants.length > 0)) return [];
  const grants = grantsLost(old, undefined).map(
    ({ grantee, privileges }) =>
      `GRANT ${privileges.join(', ')} ON ${quotedName(name)} TO ${grantee === 'public' ? 'PUBLIC' : quoted(grantee)};`,
  );
  return [
    {
      title: 'Drop the view before, and grant the same rights again',
      preferred: false,
      edits: [
        insertionBefore(migration, statement, `DROP VIEW ${quotedName(name)};`),
        ...(grants.length === 0 ? [] : [insertionAfter(migration, statement, grants.join('\n'))]),
      ],
    },
  ];
}
