import { nodeAs } from '../../sql';
import type { QualifiedName } from '../../catalog';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { existing } from './existingRelations';
import { heldAgainstReaders } from './heldAgainstReaders';
import { isKnownSmall } from './knownSize';
import { blocksWrites } from './waiting';

/** Relations in use that a statement goes through in full, so that it takes long unless the policy says that they are small. */
export function worksThrough(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly QualifiedName[] {
  const { rewrites, scans } = reviewed.behaviour.effects;
  return existing([...new Set([...rewrites, ...scans])], reviewed, migration).filter(
    (relation) => !isKnownSmall(relation, migration),
  );
}

/**
 * Tables whose readers wait for as long as the statement works through others or themselves, only because an earlier
 * statement of the transaction has locked them. A statement that locks what it works through is told of by a rule of its
 * own, and so is what VALIDATE CONSTRAINT reads.
 */
export function blockedMeanwhile(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly QualifiedName[] {
  const through = worksThrough(reviewed, migration);
  const { actions, effects } = reviewed.behaviour;
  const locksItself = effects.locks.some(
    ({ relation, mode }) => blocksWrites(mode) && through.includes(relation),
  );
  if (through.length === 0 || locksItself) return [];
  const validated = actions
    .filter(({ action }) => nodeAs(action.content, 'AlterTableCmd')?.subtype === 'AT_ValidateConstraint')
    .flatMap((action) => action.effects.scans);
  return heldAgainstReaders(reviewed, migration).filter((relation) => !validated.includes(relation));
}
