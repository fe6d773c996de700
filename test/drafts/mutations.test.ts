import { beforeAll, expect, it } from 'vitest';
import { checkDraft } from '../../server/src/drafts';
import { loadPostgresParser } from '../../server/src/sql';
import { draftOf, readCorpus } from './notation';
import { mutantsOf } from './mutations';
import { projectOf } from './projects';

beforeAll(loadPostgresParser);

/**
 * Mutants that pass, and why that is right or whose business it is. A mutant that is caught from now on, or one more that
 * passes, fails the test: the list says what is true.
 */
const survivors: Readonly<Record<string, readonly string[]>> = {
  'The same rows end up the same: each pass fills what is not filled yet, of whichever tenant.': [
    'tenant predicate dropped from a block: change the type of provider fee with its values',
    'tenant predicate dropped from a block: split contact phone into country and number',
    'tenant predicate dropped from a block: rename coupon redeem by in phases',
    'tenant predicate dropped from a block: split payment disputes into their table',
    'loop over tenants taken away: split payment disputes into their table',
    'tenant predicate dropped from a block: merge api key notes into the audit log',
    'loop over tenants taken away: merge api key notes into the audit log',
  ],
  'A column takes its constraint with it.': ['half a rollback: foreign key from credit notes to accounts'],
  'It only adds, so that it may as well come first.': [
    'contract called expand: remember which tenants a half finished rollout has reached',
  ],
  'Rows that are inserted block nobody; how long it takes is measured by the rehearsal.': [
    'batches without COMMIT: split payment disputes into their table',
    'batches without COMMIT: merge api key notes into the audit log',
  ],
  'Whether inserted rows can be told apart again only a person knows.': [
    'rollback claimed to be impossible: merge api key notes into the audit log',
  ],
  'Whether a shared table has rows only the rehearsal sees.': [
    'default of a required column removed: regions of holidays that all homes share',
  ],
};

it('catches good drafts from which a protection was taken', { timeout: 300_000 }, async () => {
  const stopped = new Map<string, number>();
  const passed: string[] = [];
  let count = 0;
  for (const written of readCorpus('good').flatMap(({ drafts }) => drafts)) {
    const project = await projectOf(written.workspace);
    for (const { mutation, draft } of mutantsOf(draftOf(written))) {
      count += 1;
      const { gate } = await checkDraft({ ...project, draft });
      const stage = gate.stages.find(({ verdict }) => verdict === 'failed')?.stage;
      if (stage === undefined) passed.push(`${mutation}: ${written.name}`);
      else stopped.set(stage, (stopped.get(stage) ?? 0) + 1);
    }
  }
  const share = (count - passed.length) / count;
  const byStage = [...stopped].map(([stage, stages]) => `${stage} ${String(stages)}`).join(', ');
  process.stdout.write(`${String(count)} mutants, ${(share * 100).toFixed(0)} % stopped: ${byStage}\n`);
  expect(passed.toSorted()).toEqual(Object.values(survivors).flat().toSorted());
  expect(share).toBeGreaterThanOrEqual(0.85);
});
