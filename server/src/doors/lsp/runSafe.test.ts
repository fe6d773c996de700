import { expect, it, vi } from 'vitest';
import { CancellationToken, CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver/node';
import { runSafe } from './runSafe';

it('answers with what was computed', async () => {
  const log = { error: vi.fn() };
  expect(await runSafe(log, 'Hover', CancellationToken.None, null, () => 'text')).toBe('text');
  expect(log.error).not.toHaveBeenCalled();
});

it('answers with the harmless value after a failure, and logs it', async () => {
  const log = { error: vi.fn() };
  const answer = runSafe(log, 'Hover', CancellationToken.None, null, () => {
    throw new Error('no such column');
  });
  expect(await answer).toBeNull();
  expect(log.error).toHaveBeenCalledWith(expect.stringMatching(/^Hover failed: .*no such column/));
});

it('computes nothing for a request that is cancelled right after it', async () => {
  const cancellation = new CancellationTokenSource();
  const compute = vi.fn();
  const answer = runSafe({ error: vi.fn() }, 'Hover', cancellation.token, null, compute);
  cancellation.cancel();
  expect(await answer).toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  expect(compute).not.toHaveBeenCalled();
});
