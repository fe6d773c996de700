import type { TruthVersion } from '../server';

/** A hazard for the rows of tenants, how it shows on a server, and that it shows no more once it is mended. */
export interface TenantCase {
  readonly rule: string;
  readonly title: string;
  /** All of them where it is left out. */
  readonly versions?: readonly TruthVersion[];
  /** YAML that is laid over the policy of all examples. */
  readonly policy?: string;
  /** A query file of the application. */
  readonly queries?: string;
  /** An earlier migration. */
  readonly setup?: string;
  /** What the session that migrates has set. */
  readonly session?: string;
  readonly migration: string;
  /** Left out where the finding has a fix. */
  readonly mended?: string;
  /** What the application does afterwards. */
  readonly afterwards?: string;
  readonly shown: string;
  /**
   * The rows of `shown`, or the SQLSTATE with which the server refuses the migration or what comes after it: `restricted`
   * for that of ON DELETE RESTRICT, which is 23503 before version 18 and 23001 since.
   */
  readonly hazard: Outcome;
  readonly safe: Outcome;
}

type Outcome = string | readonly Readonly<Record<string, unknown>>[];

export const tenantA = '00000000-0000-0000-0000-00000000000a';
export const tenantB = '00000000-0000-0000-0000-00000000000b';

/** Each tenant has one account, whose id ends like its own, on the one plan that there is. */
export const rowsOfTwoTenants = `
  INSERT INTO tenants (id, name) VALUES ('${tenantA}', 'a'), ('${tenantB}', 'b');
  INSERT INTO plans (code) VALUES ('basic');
  INSERT INTO accounts (id, tenant_id, plan_id, email)
    SELECT overlay(tenants.id::text PLACING '1' FROM 1)::uuid, tenants.id, plans.id, 'info@example.test'
    FROM tenants, plans;
  GRANT ALL ON ALL TABLES IN SCHEMA public TO app_user;`;

/** A table from before there were tenants: its accounts tell whose the notes are. */
export const legacyNotes = `
  CREATE TABLE legacy_notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id uuid, body text);
  INSERT INTO legacy_notes (account_id, body) SELECT id, 'hello' FROM accounts;`;
