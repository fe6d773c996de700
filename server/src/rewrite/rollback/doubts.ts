import { spokenList, spokenName, type Catalog, type NotUnderstood, type QualifiedName } from '../../catalog';

/**
 * Why nobody can say that the rollback of a migration is exact, each in one clause: code that cannot be followed changes
 * the schema in the migration, or had changed before it what the migration changes.
 */
export function doubtsOf(before: Catalog, after: Catalog): readonly string[] {
  const earlier = new Set(before.notUnderstood);
  const own = after.notUnderstood.filter((entry) => entry.kind !== 'refused' && !earlier.has(entry));
  const named = new Set(own.flatMap(({ relations }) => relations));
  const inherited = [...before.relations].flatMap(([name, relation]) =>
    relation.uncertain === undefined || named.has(name) || after.relations.get(name) === relation
      ? []
      : [`${spokenWhere([name])}: ${spokenCause(relation.uncertain)}, in ${relation.uncertain.origin.path}`],
  );
  const doubts = own.map((entry) => `${spokenWhere(entry.relations)}: ${spokenCause(entry)}`);
  return [...new Set([...doubts, ...inherited])];
}

function spokenWhere(relations: readonly QualifiedName[]): string {
  return relations.length === 0
    ? 'this rollback may not be exact'
    : `this rollback may not be exact for ${spokenList(relations.map(spokenName))}`;
}

function spokenCause({ kind, what }: NotUnderstood): string {
  return kind === 'dynamic' ? `${what}, which cannot be read off its text` : what;
}
