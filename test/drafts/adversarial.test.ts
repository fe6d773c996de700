import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../../server/src/sql';
import { readCorpus } from './notation';
import { judge } from './projects';

beforeAll(loadPostgresParser);

/** A draft that the wrong stage stops would have passed one that should have seen it: that is a failure too. */
describe.each(readCorpus('adversarial'))('adversarial drafts: $kind', ({ drafts }) => {
  it.each(drafts)('$name', async (written) => {
    const { gate } = await judge(written);
    const stage = gate.stages.find(({ verdict }) => verdict === 'failed');
    const rules = (stage?.findings ?? [])
      .filter(({ severity }) => severity === 'error')
      .map(({ rule }) => rule);
    expect({ by: stage?.stage, rules }).toEqual({
      by: written.stopped?.by,
      rules: expect.arrayContaining([written.stopped?.rule]) as unknown,
    });
  });
});

it('has at least sixty drafts of ten kinds', () => {
  const corpora = readCorpus('adversarial');
  expect(corpora.length).toBeGreaterThanOrEqual(10);
  expect(corpora.flatMap(({ drafts }) => drafts).length).toBeGreaterThanOrEqual(60);
});
