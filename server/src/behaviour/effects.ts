import type { QualifiedName } from '../catalog';
import { lockModes, type Effects, type LockClaim, type LockMode } from './model';

/** What a statement does that does nothing worth a word. */
export const noEffects: Effects = {
  locks: [],
  rewrites: [],
  scans: [],
  rebuildsIndexes: [],
  transactional: true,
  reversible: true,
  dataLoss: false,
  phase: undefined,
  creates: [],
  notes: [],
  dependsOn: [],
};

/** What the parts of a statement do together: each relation once, with the strongest lock that any part takes. */
export function mergeEffects(parts: readonly Effects[]): Effects {
  return {
    locks: strongestLocks(parts.flatMap((part) => part.locks)),
    rewrites: distinct(parts.flatMap((part) => part.rewrites)),
    scans: distinct(parts.flatMap((part) => part.scans)),
    rebuildsIndexes: distinct(parts.flatMap((part) => part.rebuildsIndexes)),
    transactional: parts.every((part) => part.transactional),
    reversible: parts.every((part) => part.reversible),
    dataLoss: parts.some((part) => part.dataLoss),
    phase: phaseOf(parts),
    creates: distinct(parts.flatMap((part) => part.creates)),
    notes: distinct(parts.flatMap((part) => part.notes)),
    dependsOn: distinct(parts.flatMap((part) => part.dependsOn)),
  };
}

/** The effects as they concern relations other than the given ones, such as those created earlier in the same file. */
export function effectsOutside(effects: Effects, relations: ReadonlySet<QualifiedName>): Effects {
  const isOutside = (name: QualifiedName) => !relations.has(name);
  return {
    ...effects,
    locks: effects.locks.filter((lock) => isOutside(lock.relation)),
    rewrites: effects.rewrites.filter(isOutside),
    scans: effects.scans.filter(isOutside),
  };
}

/** Whether the first mode is stronger than the second. */
export function isStronger(first: LockMode, second: LockMode): boolean {
  return lockModes.indexOf(first) > lockModes.indexOf(second);
}

/** Who has to wait while a transaction holds a table lock of that mode (manual, table 13.2). */
export function blockedBy(mode: LockMode): readonly ('reads' | 'writes')[] {
  switch (mode) {
    case 'ACCESS EXCLUSIVE':
      return ['reads', 'writes'];
    case 'EXCLUSIVE':
    case 'SHARE ROW EXCLUSIVE':
    case 'SHARE':
      return ['writes'];
    case 'SHARE UPDATE EXCLUSIVE':
    case 'ROW EXCLUSIVE':
    case 'ROW SHARE':
    case 'ACCESS SHARE':
      return [];
  }
}

/** In the order in which relations are first named; ACCESS SHARE, which every reader takes, is left out. */
function strongestLocks(locks: readonly LockClaim[]): readonly LockClaim[] {
  const modes = new Map<QualifiedName, LockMode>();
  for (const { relation, mode } of locks) {
    const known = modes.get(relation);
    if (mode !== 'ACCESS SHARE' && (known === undefined || isStronger(mode, known)))
      modes.set(relation, mode);
  }
  return [...modes].map(([relation, mode]) => ({ relation, mode }));
}

/** A statement with any destructive part belongs to the last phase; one that moves data is no mere expansion. */
function phaseOf(parts: readonly Effects[]): Effects['phase'] {
  const phases = parts.map((part) => part.phase);
  return (['contract', 'backfill', 'expand'] as const).find((phase) => phases.includes(phase));
}

function distinct<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}
