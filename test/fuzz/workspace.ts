import { readFileSync } from 'node:fs';
import type { WorkspaceFiles } from '../../server/src/service';

export const migrationPath = 'db/migrations/V0002__change.sql';

export const exampleSchema = readFileSync(
  new URL('../../docs/rules/example-schema.sql', import.meta.url),
  'utf8',
);

const policy = `engine: postgresql
version: 16
tenancy: { model: row, tenantColumn: tenant_id, tenantTable: tenants, setting: app.tenant_id, appRole: app_user, rls: required }
migrations: [{ path: db/migrations, framework: flyway }]
`;

/** A project with a history, the example schema if not told otherwise, and `sql` as its newest migration. */
export function workspaceWith(sql: string, history = exampleSchema): WorkspaceFiles {
  const texts = new Map([
    ['tenantsafe.yaml', policy],
    ['db/migrations/V0001__schema.sql', history],
    [migrationPath, sql],
  ]);
  return { paths: [...texts.keys()], text: (path) => texts.get(path), problem: () => undefined };
}
