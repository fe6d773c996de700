import { expect, it } from 'vitest';
import { soak } from './soak';
import { openSoakPlace } from './soakPlace';

const runs = Number(process.env['TENANTSAFE_SOAK_RUNS'] ?? '100');
const seed = Number(process.env['TENANTSAFE_SOAK_SEED'] ?? '1');

it(`${runs} runs that lose something leave nothing behind and no wrong verdict`, { timeout: 0 }, async () => {
  await using place = await openSoakPlace();
  const lines: string[] = [];
  await soak(place, {
    runs,
    seed,
    onRun: (line) => {
      lines.push(line);
      process.stdout.write(`${line}\n`);
    },
  });
  expect(lines).toHaveLength(runs);
});
