import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyCatalog, type ColumnType } from '../../server/src/catalog';
import { keyMatch } from '../../server/src/rules/readings/comparableTypes';
import { startTruthServer, truthVersions, type TruthServer } from './server';

const types = [
  ...['int2', 'int4', 'int8', 'numeric', 'float4', 'float8'],
  ...['varchar', 'text', 'bpchar'],
  ...['date', 'timestamp', 'timestamptz'],
  ...['uuid', 'bool'],
];

describe.each(truthVersions)('foreign keys between two types on PostgreSQL %s', (version) => {
  let server: TruthServer;

  beforeAll(async () => {
    server = await startTruthServer(version, () => Promise.resolve());
  });
  afterAll(() => server.stop());

  it('are refused for exactly the pairs that pg-fk-type-mismatch calls refused', async () => {
    const refused = await server.withDatabase(async (connect) => {
      const session = await connect();
      try {
        return await refusedPairs(session);
      } finally {
        await session.end();
      }
    });
    const claimed = allPairs().filter(
      ([child, parent]) => keyMatch(builtIn(child), builtIn(parent), emptyCatalog) === 'refused',
    );
    expect(refused).toEqual(claimed);
  });
});

type Pair = readonly [child: string, parent: string];

function allPairs(): readonly Pair[] {
  return types.flatMap((child) => types.map((parent): Pair => [child, parent]));
}

async function refusedPairs(session: Client): Promise<readonly Pair[]> {
  for (const type of types) await session.query(`CREATE TABLE parent_${type} (key ${type} PRIMARY KEY)`);
  const refused: Pair[] = [];
  for (const [child, parent] of allPairs()) {
    await session.query('BEGIN');
    try {
      await session.query(`CREATE TABLE child (key ${child} REFERENCES parent_${parent})`);
    } catch (error) {
      expect(error).toMatchObject({ code: '42804' });
      refused.push([child, parent]);
    } finally {
      await session.query('ROLLBACK');
    }
  }
  return refused;
}

function builtIn(name: string): ColumnType {
  return { schema: undefined, name, modifiers: [], arrayDimensions: 0 };
}
