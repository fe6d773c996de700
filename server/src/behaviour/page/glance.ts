import { blockedBy, isStronger } from '../effects';
import type { LockClaim, LockMode } from '../model';
import type { Outcome, Proof } from './proofs';

/**
 * A row in one line over all its proofs: lock on the target, locks on others, who waits, rewrites, reads in full, builds
 * indexes, transactional.
 */
export function glanceOf(proofs: readonly Proof[]): readonly string[] {
  const outcomes = proofs.flatMap(({ outcome }) => (outcome === 'refused' ? [] : [outcome]));
  const effects = outcomes.map((outcome) => outcome.effects);
  if (outcomes.length === 0) return ['refused', '', '', '', '', '', ''];
  return [
    modesOf(outcomes.map((outcome) => locksOf(outcome, 'target'))),
    modesOf(outcomes.map((outcome) => locksOf(outcome, 'others'))),
    waiters(effects.flatMap(({ locks }) => locks)),
    share(effects.map(({ rewrites }) => rewrites.length > 0)),
    share(effects.map(({ scans }) => scans.length > 0)),
    share(effects.map(({ rebuildsIndexes }) => rebuildsIndexes.length > 0)),
    share(effects.map(({ transactional }) => transactional)) || 'no',
  ];
}

function locksOf({ effects, targets }: Outcome, side: 'target' | 'others'): readonly LockClaim[] {
  return effects.locks.filter(({ relation }) => targets.has(relation) === (side === 'target'));
}

/** The strongest mode of all, with a word of doubt where other examples take a weaker one or none. */
function modesOf(locksOfEach: readonly (readonly LockClaim[])[]): string {
  const strongestOfEach = locksOfEach.map(strongest);
  const worst = strongestOfEach.reduce(stronger, undefined);
  if (worst === undefined) return '';
  return strongestOfEach.every((mode) => mode === worst) ? worst : `some: ${worst}`;
}

function strongest(locks: readonly LockClaim[]): LockMode | undefined {
  return locks.map(({ mode }) => mode).reduce(stronger, undefined);
}

function stronger(first: LockMode | undefined, second: LockMode | undefined): LockMode | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return isStronger(second, first) ? second : first;
}

function waiters(locks: readonly LockClaim[]): string {
  const worst = strongest(locks);
  return worst === undefined ? '' : blockedBy(worst).join(' and ');
}

function share(answers: readonly boolean[]): string {
  if (!answers.includes(true)) return '';
  return answers.includes(false) ? 'some' : 'yes';
}
