import { expect, it } from 'vitest';
import { soak } from '../../soak/soak';
import { openSoakPlace } from '../../soak/soakPlace';

// The short form of `npm run test:soak`.
it('leaves nothing and gives no wrong verdict, whatever a run loses at a random moment', async () => {
  await using place = await openSoakPlace();
  const lines: string[] = [];
  await soak(place, { runs: 6, seed: 20_260_101, onRun: (line) => lines.push(line) });
  expect(lines).toHaveLength(6);
});
