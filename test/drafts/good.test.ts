import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../../server/src/sql';
import { readCorpus } from './notation';
import { judge } from './projects';

beforeAll(loadPostgresParser);

describe.each(readCorpus('good'))('good drafts: $kind', ({ drafts }) => {
  it.each(drafts)('$name', async (written) => {
    const { gate, files } = await judge(written);
    const refused = gate.stages
      .flatMap(({ findings }) => findings)
      .filter(({ severity }) => severity === 'error');
    expect(refused).toEqual([]);
    expect(gate.verdict).toBe('accepted');
    expect(files.filter(({ direction }) => direction === 'up').length).toBeGreaterThanOrEqual(
      written.phases.length,
    );
  });
});

it('has at least twenty good drafts', () => {
  expect(readCorpus('good').flatMap(({ drafts }) => drafts).length).toBeGreaterThanOrEqual(20);
});
