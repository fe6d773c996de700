import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  brokenForeignKeys,
  canaryPattern,
  fillTenants,
  introspect,
  relationName,
  type FilledTable,
  type FilledTenant,
  type FilledTenants,
} from '../../../server/src/rehearsal/generate';
import type { Fixture } from '../../../server/src/rehearsal/fixture';
import { findLeakedValues, type LeakedValue } from '../../../server/src/rehearsal/observe/leakedValues';
import { shapeOf } from '../../../server/src/rehearsal/shapes';
import { shapeNames, type ShapeName, type TenancyPolicy } from '../../../server/src/project';
import { openWorkbench, type Workbench } from '../engine/workbench';
import type { FixtureServer } from '../../../server/src/rehearsal/engine';

const tenancy: TenancyPolicy = {
  model: 'row',
  tenantColumns: ['tenant_id'],
  tenantTable: 'tenants',
  setting: 'app.tenant_id',
  become: undefined,
  memberTable: undefined,
  appRole: undefined,
  rls: 'off',
  schemas: [],
  sharedSchemas: [],
  sharedTables: [],
  distributed: undefined,
};

const extent = { kind: 'rows' } as const;

/** Tables that nobody can fill, with what the reason has to name. */
const unfillable = new Map([
  ['public.closed', /closed for good.*refuse/],
  ['public.impossible', /"never"/],
  ['public.dependents', /dependents_impossible_id_fkey needs rows in public\.impossible/],
]);

/** Tables whose keys allow fewer rows than are asked for. */
const limited = new Map([
  ['public.scans', /scans_pkey allows no more/],
  ['public.everything_required', /everything_required_m_key allows no more/],
]);

describe('a schema that is hard to fill', () => {
  let workbench: Workbench;
  let server: FixtureServer;
  let client: Client;
  let filled: FilledTenants;

  beforeAll(async () => {
    workbench = await openWorkbench();
    server = await workbench.start();
    client = await emptySchema(server);
    filled = await fillTenants(client, { tenancy, extent, tenants: shapeNames.map(tenantOf) });
  });

  afterAll(async () => {
    await client.end();
    await workbench[Symbol.asyncDispose]();
  });

  it('gets as many rows as were asked for in every table that can have them', () => {
    for (const tenant of filled.tenants) {
      const short = tenant.tables.filter(
        (table) => table.rows < table.wanted && !unfillable.has(table.relation),
      );
      expect(short.filter((table) => limited.get(table.relation)?.test(table.reason ?? '') !== true)).toEqual(
        [],
      );
    }
  });

  it('is asked for 10, 60 and 500 rows, and for none but the root row of the empty tenant', () => {
    expect(rowsOf('minimal', 'public.folders')).toBe(10);
    expect(rowsOf('edge', 'public.folders')).toBe(60);
    expect(rowsOf('legacy', 'public.folders')).toBe(500);
    const empty = tenantNamed('empty').tables.filter((table) => table.rows > 0);
    expect(empty).toEqual([{ relation: 'public.tenants', rows: 1, wanted: 1, reason: null }]);
  });

  it('names the constraint, trigger or parent that keeps a table empty', () => {
    for (const [relation, reason] of unfillable) {
      expect(tableOf('minimal', relation)).toMatchObject({
        rows: 0,
        reason: expect.stringMatching(reason) as string,
      });
    }
  });

  it('leaves rows that the history put into a shared table the only ones', async () => {
    const { rows } = await client.query('SELECT code FROM currencies ORDER BY code');
    expect(rows).toEqual([{ code: 'EUR' }, { code: 'USD' }]);
  });

  it('keeps every foreign key', async () => {
    expect(await brokenForeignKeys(client, await introspect(client))).toEqual([]);
  });

  it('has every constraint valid when the server checks all rows anew', async () => {
    const { rows } = await client.query<{ relation: string; definition: string }>(
      `SELECT conrelid::regclass::text AS relation, pg_get_constraintdef(oid) AS definition
       FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0 AND connamespace <> 'information_schema'::regnamespace`,
    );
    for (const { relation, definition } of rows) {
      await client.query(`ALTER TABLE ${relation} ADD CONSTRAINT once_more ${definition}`);
      await client.query(`ALTER TABLE ${relation} DROP CONSTRAINT once_more`);
    }
    expect(rows.length).toBeGreaterThan(20);
  });

  it('sets references on a cycle once both tables have rows', async () => {
    const { rows } = await client.query<{ owners: number; leads: number; others: number }>(
      `SELECT (SELECT count(*)::int FROM tenants WHERE owner_id IS NOT NULL) AS owners,
              (SELECT count(*)::int FROM teams WHERE lead_id IS NOT NULL) AS leads,
              (SELECT count(*)::int FROM tenants t JOIN members m ON m.id = t.owner_id AND m.tenant_id <> t.id) AS others`,
    );
    expect(rows[0]).toMatchObject({ owners: 4, others: 0 });
    expect(rows[0]?.leads).toBeGreaterThan(500);
  });

  it('grows trees of several levels', async () => {
    const { rows } = await client.query<{ depth: number }>(
      `WITH RECURSIVE tree AS (
         SELECT id, 1 AS depth FROM folders WHERE parent_id IS NULL
         UNION ALL SELECT f.id, depth + 1 FROM folders f JOIN tree ON tree.id = f.parent_id)
       SELECT max(depth) AS depth FROM tree`,
    );
    expect(rows[0]?.depth).toBe(3);
  });

  it('gives few parents many children and many parents few', async () => {
    const { rows } = await client.query<{ share: number }>(
      `SELECT (max(children) / sum(children))::float8 AS share
       FROM (SELECT count(*) AS children FROM shifts s JOIN tenants t ON t.id = s.tenant_id
             WHERE t.id = $1 GROUP BY member_id) AS counted`,
      [tenantNamed('legacy').key],
    );
    expect(rows[0]?.share).toBeGreaterThan(0.05);
  });

  it('has the canary of its tenant in text, JSON and bytes, and no other tenant in it', async () => {
    const { key, ordinal } = tenantNamed('minimal');
    const { rows } = await client.query(
      `SELECT id FROM everything WHERE tenant_id = $1 AND o || n ~* $2 AND ac::text ~* $2
         AND encode(aa, 'escape') ~* $2 AND ae::text ~* $2 AND ad::text ~* $2 AND bl::text ~* $2`,
      [key, canaryPattern(ordinal)],
    );
    expect(rows.length).toBeGreaterThanOrEqual(5);
    expect(await leakedValues()).toEqual([]);
  });

  it('finds the values of another tenant after a backfill that joins on an address alone', async () => {
    await client.query('BEGIN');
    try {
      await client.query(
        `UPDATE members SET billing_email = other.full_name FROM members other
         WHERE other.email = members.email AND other.tenant_id <> members.tenant_id`,
      );
      expect(await leakedValues()).toContainEqual(
        expect.objectContaining({ relation: 'public.members', column: 'billing_email', tenant: 'minimal' }),
      );
    } finally {
      await client.query('ROLLBACK');
    }
  });

  it('shares natural keys between tenants', async () => {
    const { rows } = await client.query<{ tenants: number; addresses: number }>(
      `SELECT max(tenants)::int AS tenants, count(*)::int AS addresses
       FROM (SELECT count(DISTINCT tenant_id) AS tenants FROM members GROUP BY email) AS shared WHERE tenants > 1`,
    );
    expect(rows[0]).toMatchObject({ tenants: 4 });
    expect(rows[0]?.addresses).toBeGreaterThan(2);
  });

  it('takes the edge tenant to the limits of its types', async () => {
    const { rows } = await client.query<Record<string, boolean>>(
      `SELECT bool_or(d = 'NaN') AS nan, bool_or(s = 'infinity') AS infinity, bool_or(o = '') AS empty_text,
              bool_or(b = 2147483647) AS largest, bool_or(length(n) = 200) AS longest, bool_or(ac = '{}') AS empty_json,
              bool_or(bl = '{}') AS empty_array, bool_or(o IS NULL) AS nothing, bool_or(o ~ '[א-ת]') AS right_to_left
       FROM everything WHERE tenant_id = $1`,
      [tenantNamed('edge').key],
    );
    expect(Object.entries(rows[0] ?? {}).filter(([, met]) => !met)).toEqual([]);
  });

  it('leaves sequences where the next insert of the application does not collide', async () => {
    await client.query('BEGIN');
    try {
      const insert = `INSERT INTO members (tenant_id, email, full_name) VALUES ($1, $2, 'Next') RETURNING id`;
      for (const address of ['next@example.test', 'after@example.test']) {
        expect((await client.query(insert, [tenantNamed('large').key, address])).rowCount).toBe(1);
      }
    } finally {
      await client.query('ROLLBACK');
    }
  });

  it('changes nothing when it is called again', async () => {
    const before = await fingerprint(client);
    await fillTenants(client, { tenancy, extent, tenants: [tenantOf('minimal')], highestOrdinal: 5 });
    expect(differences(before, await fingerprint(client))).toEqual([]);
  });

  it('makes the same rows in another database', async () => {
    const other = await emptySchema(server);
    try {
      await fillTenants(other, { tenancy, extent, tenants: shapeNames.map(tenantOf) });
      expect(differences(await fingerprint(client), await fingerprint(other))).toEqual([]);
    } finally {
      await other.end();
    }
  });

  function tenantNamed(name: ShapeName): FilledTenant {
    const tenant = filled.tenants.find((each) => each.name === name);
    if (tenant === undefined) throw new Error(`there is no tenant ${name}`);
    return tenant;
  }

  function tableOf(name: ShapeName, relation: string): FilledTable | undefined {
    return tenantNamed(name).tables.find((table) => table.relation === relation);
  }

  function rowsOf(name: ShapeName, relation: string): number | undefined {
    return tableOf(name, relation)?.rows;
  }

  async function leakedValues(): Promise<readonly LeakedValue[]> {
    const { tables } = await introspect(client);
    const tenants = filled.tenants.flatMap(({ name, ordinal, key }) => {
      const shape = shapeNames.find((each) => each === name);
      return shape === undefined ? [] : [{ name, shape, ordinal, key, schema: undefined, tables: [] }];
    });
    const fixture: Fixture = {
      name: '*',
      template: '',
      model: 'row',
      tenants,
      copies: [],
      bystanders: [],
      searchPath: undefined,
      data: { tables: new Map() },
    };
    return findLeakedValues(client, tenancy, fixture, new Set(tables.map(relationName)));
  }
});

function tenantOf(name: ShapeName): { name: string; ordinal: number; shape: ReturnType<typeof shapeOf> } {
  const shape = shapeOf(name, {
    tenants: {
      minimal: { rows: 10 },
      large: { rows: 6000 },
      edge: {},
      legacy: { behind: 5, drift: false },
      empty: {},
    },
  });
  return { name, ordinal: shapeNames.indexOf(name) + 1, shape };
}

async function emptySchema(server: FixtureServer): Promise<Client> {
  const client = await server.connect(await server.createDatabase('generate'));
  await client.query(await readFile(path.join(import.meta.dirname, 'schema.sql'), 'utf8'));
  return client;
}

/** Count and order-free hash of each table's rows. */
async function fingerprint(client: Client): Promise<Map<string, string>> {
  const { tables } = await introspect(client);
  const hashes = new Map<string, string>();
  for (const { schema, name } of tables) {
    const { rows } = await client.query<{ hash: string }>(
      `SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) AS hash FROM "${schema}"."${name}" t`,
    );
    hashes.set(`${schema}.${name}`, rows[0]?.hash ?? '');
  }
  return hashes;
}

function differences(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly string[] {
  return [...a].filter(([name, hash]) => b.get(name) !== hash).map(([name]) => name);
}
