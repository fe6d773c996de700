import { describe, expect, it } from 'vitest';
import { lockModes, type LockMode } from '../../server/src/behaviour';
import { conflicts } from '../../server/src/behaviour/page/conflicts';
import { startTruthServer, truthVersions, type Connect } from './server';

describe.each(truthVersions)('lock modes on PostgreSQL %i', (version) => {
  it('exclude each other as the reference page says', async () => {
    const server = await startTruthServer(version, async (session) => {
      await session.query('CREATE TABLE plain ()');
    });
    try {
      const observed = await server.withSharedDatabase(observedConflicts);
      const claimed = lockModes.map((held) => lockModes.filter((asked) => conflicts(held, asked)));
      expect(observed).toEqual(claimed);
    } finally {
      await server.stop();
    }
  });
});

/** For each mode the modes that another session is refused while it is held. */
async function observedConflicts(connect: Connect): Promise<readonly (readonly LockMode[])[]> {
  const [holder, other] = [await connect(), await connect()];
  try {
    const refused: LockMode[][] = [];
    for (const held of lockModes) {
      await holder.query(`BEGIN; LOCK TABLE plain IN ${held} MODE`);
      const refusedNow: LockMode[] = [];
      for (const asked of lockModes) {
        const answer = await other.query(`BEGIN; LOCK TABLE plain IN ${asked} MODE NOWAIT`).then(
          () => 'granted' as const,
          () => 'refused' as const,
        );
        if (answer === 'refused') refusedNow.push(asked);
        await other.query('ROLLBACK');
      }
      refused.push(refusedNow);
      await holder.query('ROLLBACK');
    }
    return refused;
  } finally {
    await holder.end();
    await other.end();
  }
}
