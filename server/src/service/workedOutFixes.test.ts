import { expect, it } from 'vitest';
import type { Fix } from '../rules';
import { workedOut } from './workedOutFixes';

const ready = (fixes: readonly Fix[]) =>
  fixes.map(({ title, preferred }) => ({ title, preferred, edits: [] }));

it('a fix on demand that fails says so in one sentence, and throws nothing', () => {
  const workOut = (): Fix => {
    throw new RangeError('no such column');
  };
  expect(workedOut({ title: 'Create the rollback', workOut }, ready)).toEqual({
    fixes: [],
    problem:
      '“Create the rollback” failed on this file, so there is no edit for it (no such column); please report it.',
  });
});

it('a fix on demand may turn out to be nothing', () => {
  expect(workedOut({ title: 'Create the rollback', workOut: () => undefined }, ready)).toEqual({
    fixes: [],
    problem: undefined,
  });
});
