import type { Fix, ReviewedMigration } from '../model';
import { insertionAfter } from './insertions';

/** Gives the session back what it had, in a last line of the script. */
export function resetAtEnd(name: string, migration: ReviewedMigration): readonly Fix[] {
  const last = migration.statements.findLast(({ within }) => within === undefined)?.statement;
  if (last === undefined) return [];
  const edits = [insertionAfter(migration, last, `RESET ${name};`)];
  return [{ title: `RESET ${name} at the end`, preferred: true, edits }];
}
