/** A migration that lets tenants meet, how a query shows it, and what the query shows once the rule's own fix is applied. */
export interface LeakCase {
  readonly rule: string;
  readonly title: string;
  /** The first major version on which the migration, or its fix, can be written. */
  readonly since?: number;
  /** YAML that is laid over the policy of all examples. */
  readonly policy?: string;
  /** An earlier migration. */
  readonly history?: string;
  /** What the application has done before the migration. */
  readonly before?: string;
  readonly migration: string;
  /** What the application does afterwards. */
  readonly afterwards?: string;
  readonly shown: string;
  readonly leak: Outcome;
  readonly mended: Outcome;
}

/** The rows of `shown`, or the SQLSTATE with which the server refuses what comes after the migration. */
export type Outcome = string | readonly Readonly<Record<string, unknown>>[];

export const tenantA = '00000000-0000-4000-8000-00000000000a';
export const tenantB = '00000000-0000-4000-8000-00000000000b';
export const accountA = '10000000-0000-4000-8000-00000000000a';
export const accountB = '10000000-0000-4000-8000-00000000000b';

/** Each tenant has one account, one user of that account's address, and one invoice and one payment of it. */
export const rowsOfTwoTenants = `
  INSERT INTO tenants (id, name) VALUES ('${tenantA}', 'a'), ('${tenantB}', 'b');
  INSERT INTO accounts (id, tenant_id, email, owner_email) VALUES
    ('${accountA}', '${tenantA}', 'info@example.test', 'info@example.test'),
    ('${accountB}', '${tenantB}', 'info@example.test', 'info@example.test');
  INSERT INTO users (tenant_id, account_id, email, name) VALUES
    ('${tenantA}', '${accountA}', 'info@example.test', 'of a'),
    ('${tenantB}', '${accountB}', 'info@example.test', 'of b');
  INSERT INTO invoices (tenant_id, account_id, number) SELECT tenant_id, id, 'one' FROM accounts;
  INSERT INTO payments (tenant_id, account_id, amount) SELECT tenant_id, id, 1 FROM accounts;
  GRANT ALL ON ALL TABLES IN SCHEMA public TO app_user;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO app_user;`;

/** The application's connection on behalf of tenant A. */
export const asTenantA = `SET ROLE app_user; SET app.tenant_id = '${tenantA}';`;
