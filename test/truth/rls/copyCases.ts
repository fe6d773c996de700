import type { IsolationCase } from './case';
import { bothTenants, ownTenant, protectedUsers } from './tenants';

const isRefused = { migrationRefusedWith: '42501' };

const foreignUsers = `
  CREATE EXTENSION file_fdw;
  CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;`;

const foreignTable = `CREATE FOREIGN TABLE mails (tenant_id uuid, email text) SERVER files
  OPTIONS (program 'echo 00000000-0000-4000-8000-00000000000a,a@example.org; echo 00000000-0000-4000-8000-00000000000b,b@example.org', format 'csv');`;

const ownRows = `CREATE VIEW own_mails WITH (security_barrier) AS
  SELECT email FROM mails WHERE tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid;
  GRANT SELECT ON own_mails TO app_user;`;

/** Rows that leave their table for a place without policies, or do not come along. */
export const copyCases: readonly IsolationCase[] = [
  {
    rule: 'rls-force-blinds-matview-ctas',
    title: 'a materialized view is made without a row',
    hazard: 'CREATE MATERIALIZED VIEW mails AS SELECT email FROM accounts;',
    instead: 'fix',
    probe: { as: 'everybody', sql: 'SELECT count(*)::int FROM mails' },
    afterHazard: { shows: [0] },
    afterInstead: isRefused,
  },
  {
    rule: 'rls-force-blinds-matview-ctas',
    title: 'a materialized view loses its rows when it is filled anew',
    history: `ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY;
      CREATE MATERIALIZED VIEW mails AS SELECT email FROM accounts;
      ALTER TABLE accounts FORCE ROW LEVEL SECURITY;`,
    hazard: 'REFRESH MATERIALIZED VIEW mails;',
    instead: 'fix',
    probe: { as: 'everybody', sql: 'SELECT count(*)::int FROM mails' },
    afterHazard: { shows: [0] },
    afterInstead: isRefused,
  },
  {
    rule: 'rls-force-blinds-matview-ctas',
    title: 'a table is made without a row',
    hazard: 'CREATE TABLE mails AS SELECT email FROM accounts;',
    instead: 'fix',
    probe: { as: 'everybody', sql: 'SELECT count(*)::int FROM mails' },
    afterHazard: { shows: [0] },
    afterInstead: isRefused,
  },
  {
    rule: 'tenant-matview',
    title: 'a materialized view shows the rows of all tenants, a view over it those of one',
    history: protectedUsers,
    hazard:
      'CREATE MATERIALIZED VIEW mails AS SELECT tenant_id, email FROM users; GRANT SELECT ON mails TO app_user;',
    instead: {
      migration: `CREATE MATERIALIZED VIEW mails_of_all AS SELECT tenant_id, email FROM users;
        CREATE VIEW mails WITH (security_barrier) AS SELECT email FROM mails_of_all
          WHERE tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid;
        GRANT SELECT ON mails TO app_user;`,
    },
    probe: { as: 'tenant A', sql: 'SELECT email FROM mails ORDER BY email' },
    afterHazard: bothTenants,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-foreign-table',
    title: 'a foreign table shows the rows of all tenants',
    runBy: 'superuser',
    history: foreignUsers,
    hazard: `${foreignTable} GRANT SELECT ON mails TO app_user;
      CREATE VIEW own_mails AS SELECT email FROM mails; GRANT SELECT ON own_mails TO app_user;`,
    instead: { migration: `${foreignTable} ${ownRows}` },
    probe: { as: 'tenant A', sql: 'SELECT email FROM own_mails ORDER BY email' },
    afterHazard: bothTenants,
    afterInstead: ownTenant,
  },
  {
    rule: 'rls-publication-leak',
    title: 'a publication sends the rows of all tenants, one with a row filter those of one',
    since: 15,
    runBy: 'superuser',
    history: `${protectedUsers} CREATE PUBLICATION sent WITH (publish = 'insert');`,
    hazard: 'ALTER PUBLICATION sent ADD TABLE users;',
    instead: {
      migration:
        "ALTER PUBLICATION sent ADD TABLE users WHERE (tenant_id = '00000000-0000-4000-8000-00000000000a');",
    },
    probe: {
      as: 'everybody',
      before: [
        "SELECT pg_create_logical_replication_slot('probe', 'pgoutput', true)",
        // Only what has reached the log's file is decoded.
        'SET synchronous_commit = on',
        "INSERT INTO users (tenant_id, email) VALUES ('00000000-0000-4000-8000-00000000000b', 'new@example.org')",
      ],
      sql: `SELECT count(*)::int FROM pg_logical_slot_peek_binary_changes('probe', NULL, NULL,
        'proto_version', '1', 'publication_names', 'sent') WHERE position('new@example.org'::bytea IN data) > 0`,
    },
    afterHazard: { shows: [1] },
    afterInstead: { shows: [0] },
  },
];
