import { compareCatalogs, type Catalog, type CatalogDifference } from '../../../catalog';
import { generateRollback, setLockTimeout, spokenDifference } from '../../../rewrite';
import { oldestMajor } from '../../../project';
import type { Draft } from '../../draft';
import type { DraftPlace } from '../../draftPlace';
import type { GateFinding } from '../../gateResult';
import { gateFinding, type DraftSpot } from '../findings';
import type { WalkedPhase } from '../walk';
import { writesRows, type StepLoss } from './phases';

/** Whether each rollback is what it claims to be, as far as the schema and the kinds of statements tell. */
export function rollbackFindings(
  { phases }: Draft,
  walked: readonly WalkedPhase[],
  losses: ReadonlyMap<number, readonly StepLoss[]>,
  place: DraftPlace,
): readonly GateFinding[] {
  return walked.flatMap((phase) => {
    const kind = phases[phase.index]?.rollback.kind;
    const lost = losses.get(phase.index) ?? [];
    const spot: DraftSpot = { phase: phase.index, direction: 'down', statement: null };
    switch (kind) {
      case 'exact':
        return [...differences(phase, spot), ...unverifiable(phase, spot), ...lostRows(phase, lost, spot)];
      case 'lossy':
        return differences(phase, spot);
      case 'forward-only':
        return undoable(phase, place, spot);
      case undefined:
        return [];
    }
  });
}

/** An exact and a lossy rollback both bring the schema back. */
function differences({ before, undone }: WalkedPhase, spot: DraftSpot): readonly GateFinding[] {
  return compareCatalogs(before, undone)
    .filter((difference) => !isOnlyChecked(difference))
    .map((difference) =>
      gateFinding(
        'draft-rollback-differs',
        spot,
        `After the rollback ${spokenDifference(difference)}: undo that as well.`,
      ),
    );
}

/** There is no way to uncheck a constraint that holds, and nobody would miss one. */
function isOnlyChecked({ kind, attributes }: CatalogDifference): boolean {
  return kind === 'changed' && attributes.every((name) => name === 'validity');
}

/** To take a label out of an enum, its type has to be made anew and every table that uses it rewritten. */
function isLabelOfEnum({ object, kind }: CatalogDifference): boolean {
  return kind === 'changed' && object.startsWith('enum ');
}

function unverifiable({ before, after }: WalkedPhase, spot: DraftSpot): readonly GateFinding[] {
  const hidden = notFollowed(before, after);
  if (hidden === undefined) return [];
  return [
    gateFinding(
      'draft-rollback-unverifiable',
      spot,
      `The rollback claims to be exact, and ${hidden}: write what changes the schema as plain statements.`,
    ),
  ];
}

function notFollowed(before: Catalog, after: Catalog): string | undefined {
  const known = new Set(before.notUnderstood);
  return after.notUnderstood.find((entry) => entry.kind !== 'refused' && !known.has(entry))?.what;
}

/** Where the rollback writes rows of the same table it may bring them back, which only a run can tell. */
function lostRows({ down }: WalkedPhase, lost: readonly StepLoss[], spot: DraftSpot): readonly GateFinding[] {
  return lost
    .filter(({ relation }) => !down.some((step) => writesRows(step, relation)))
    .map(({ words }) =>
      gateFinding(
        'draft-rollback-loses-data',
        spot,
        `The rollback claims to be exact, but ${words}: call it lossy with its reason, or keep the rows in a table first.`,
      ),
    );
}

/** What a tool can undo as the schema stands is no phase without a way back. */
function undoable(phase: WalkedPhase, { policy }: DraftPlace, spot: DraftSpot): readonly GateFinding[] {
  const { before, after, up } = phase;
  const changed = compareCatalogs(before, after).filter(
    (difference) => !isOnlyChecked(difference) && !isLabelOfEnum(difference),
  );
  if (changed.length === 0) return [];
  const { statements, remaining } = generateRollback({
    path: 'draft',
    version: '',
    steps: up,
    before,
    after,
    serverVersion: oldestMajor(policy),
    bypassesRls: policy.runner.bypassesRls,
    lockTimeout: setLockTimeout('transaction'),
    tenantColumns: policy.tenancy.tenantColumns,
    outsideTransactions: 'possible',
    data: 'lost',
  });
  const [first] = changed;
  if (remaining.length > 0 || statements.length === 0 || first === undefined) return [];
  return [
    gateFinding(
      'draft-rollback-missing',
      spot,
      `The phase is forward-only, but its changes can be undone, such as ${first.object}: write the rollback, lossy with its reason where rows do not come back.`,
    ),
  ];
}
