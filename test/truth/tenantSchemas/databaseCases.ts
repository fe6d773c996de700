import type { TenantRunCase } from './case';

const eachTenant = 'tenancy: { model: database }';

/** Tenants with a database each: the migration runs in two of them. */
export const databaseCases: readonly TenantRunCase[] = [
  {
    rule: 'tenant-db-cluster-global',
    title: 'the run in the second database fails',
    policy: eachTenant,
    migration: 'CREATE ROLE tenantsafe_reporting;',
    mended: 'CREATE TABLE reporting (id bigint PRIMARY KEY);',
    probe: {
      by: 'the same connection',
      sql: `DROP ROLE IF EXISTS tenantsafe_reporting; SELECT to_regclass('reporting')::text`,
    },
    hazard: { refused: { second: '42710' }, shows: [null] },
    safe: { shows: ['reporting'] },
  },
  {
    rule: 'tenant-db-cross-db-name',
    title: 'the name of a database before a table is refused',
    policy: eachTenant,
    migration: 'CREATE TABLE copies AS SELECT * FROM tenant_42.public.plans;',
    mended: 'CREATE TABLE copies AS SELECT * FROM public.plans;',
    probe: { by: 'another connection', sql: `SELECT to_regclass('copies')::text` },
    hazard: { refused: { first: '0A000', second: '0A000' }, shows: [null] },
    safe: { shows: ['copies'] },
  },
  {
    rule: 'tenant-db-hardcoded-database',
    title: 'the second run leaves its own database as it was',
    policy: eachTenant,
    migration: `ALTER DATABASE tenant_42 SET timezone = 'UTC';`,
    probe: {
      by: 'the same connection',
      sql: `SELECT count(*)::int FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase
            WHERE datname = current_database()`,
    },
    hazard: { shows: [0] },
    safe: { shows: [1] },
  },
  {
    rule: 'tenant-db-version-skew',
    title: 'a server before 15 refuses what newer ones take',
    versions: [14],
    policy: eachTenant,
    migration: 'CREATE UNIQUE INDEX plan_codes ON plans (code) NULLS NOT DISTINCT;',
    mended: 'CREATE UNIQUE INDEX plan_codes ON plans (code);',
    probe: { by: 'another connection', sql: `SELECT to_regclass('plan_codes')::text` },
    hazard: { refused: { first: '42601', second: '42601' }, shows: [null] },
    safe: { shows: ['plan_codes'] },
  },
];
