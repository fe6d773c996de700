import { blockedBy, lockModes, type LockClaim } from '../behaviour';
import {
  fileStart,
  isMigrationDraft,
  isMigrationFile,
  obstacleOf,
  placesAt,
  type Analysis,
} from './analysis';
import type { Range } from '../sql';

/** A line above a file: what it offers, and which of the client's commands does it. */
export interface CodeLens {
  readonly range: Range;
  readonly title: string;
  readonly does: 'testOnFixtureTenants' | 'explainLocks';
}

/** For a migration or a draft of one: the test on fixture tenants, and the strongest lock that the file takes. Nothing for other files. */
export function codeLensesOf(analysis: Analysis, path: string): readonly CodeLens[] {
  const { project } = analysis;
  if (!isMigrationFile(analysis, path) && !isMigrationDraft(project, path)) return [];
  if (obstacleOf(analysis, path) !== undefined) return [];
  return [
    { range: fileStart, title: 'Test on Fixture Tenants', does: 'testOnFixtureTenants' },
    { range: fileStart, title: lockTitle(strongestLocks(analysis, path)), does: 'explainLocks' },
  ];
}

function strongestLocks(analysis: Analysis, path: string): readonly LockClaim[] {
  const locks = placesAt(analysis, path).flatMap((place) =>
    analysis.review(place).statements.flatMap(({ behaviour }) => behaviour.effects.locks),
  );
  const strongest = lockModes.findLast((mode) => locks.some((lock) => lock.mode === mode));
  return locks.filter(({ mode }) => mode === strongest);
}

function lockTitle(locks: readonly LockClaim[]): string {
  const [first] = locks;
  if (first === undefined) return 'Locks no existing table';
  const relations = [...new Set(locks.map(({ relation }) => relation))];
  const others = relations.length > 1 ? ` and ${relations.length - 1} more` : '';
  const blocked = blockedBy(first.mode);
  const blocks = blocked.length === 0 ? '' : `, blocks ${blocked.join(' and ')}`;
  return `${first.mode} on ${first.relation}${others}${blocks}`;
}
