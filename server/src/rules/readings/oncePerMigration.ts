import type { ReviewedMigration } from '../model';

/** A reading of a whole migration that many statements and rules ask for, made when the first one does. */
export function oncePerMigration<Result>(
  read: (migration: ReviewedMigration) => Result,
): (migration: ReviewedMigration) => Result {
  const readings = new WeakMap<ReviewedMigration, { readonly result: Result }>();
  return (migration) => {
    const known = readings.get(migration);
    if (known !== undefined) return known.result;
    const result = read(migration);
    readings.set(migration, { result });
    return result;
  };
}
