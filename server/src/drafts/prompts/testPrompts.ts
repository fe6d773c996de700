import { createLanguageService } from '../../service';
import { workspaceOf } from '../../service/testWorkspace';
import { promptLibrary, type PromptLibrary } from './library';
import { surroundingsAt, type Surroundings } from './surroundings';

/** A history in which accounts and orders belong to tenants, for tests. */
export const shopFiles: Readonly<Record<string, string>> = {
  'db/migrations/V1__tables.sql': `create role app_user;
create type order_status as enum ('open', 'paid');
create table tenants (id uuid primary key);
create table accounts (
  tenant_id uuid not null references tenants (id),
  id bigint generated always as identity,
  email text not null,
  name text,
  constraint accounts_name_not_blank check (name <> ''),
  primary key (tenant_id, id)
);
create table orders (
  tenant_id uuid not null references tenants (id),
  id bigint primary key,
  account_id bigint not null,
  status order_status not null,
  foreign key (tenant_id, account_id) references accounts (tenant_id, id)
);
create table "Odd Name" (tenant_id uuid not null references tenants (id), id bigint);
`,
  'db/migrations/V2__lines.sql': `create table lines (tenant_id uuid not null references tenants (id), order_id bigint references orders (id));
`,
  'tenantsafe.yaml': `engine: postgresql
version: 16
tenancy:
  model: row
  tenantColumn: tenant_id
  tenantTable: tenants
  setting: app.tenant_id
  appRole: app_user
migrations:
  - path: db/migrations
    framework: flyway
`,
};

export function surroundingsOf(
  files: Readonly<Record<string, string>> = shopFiles,
  path = 'db/migrations/V9__next.sql',
): Surroundings {
  const service = createLanguageService();
  const workspace = workspaceOf({ [path]: '', ...files });
  return surroundingsAt(service, workspace, path);
}

/** A small library of its own, so that no test hangs on the words of a built-in snippet. */
export function testLibrary(): PromptLibrary {
  return promptLibrary(
    [
      {
        path: 'snippets/add-thing.md',
        text: `---
id: add-thing
version: 2
title: Add a thing
use: When a thing is to be added.
tenancy: [row, schema]
inputs:
  - { key: table, title: Table, required: true, completes: table }
  - { key: column, title: Column, completes: column, many: true }
  - { key: new-column, title: New column, completes: newColumn }
  - { key: check, title: Constraint, completes: constraint }
  - { key: type, title: Type, completes: type }
  - { key: role, title: Role, completes: role, from: appRole }
  - { key: since, title: Since, completes: migration }
  - { key: mode, title: Mode, completes: choice, choices: [fast, safe], default: safe }
  - { key: notes, title: Notes }
---

Add a thing to {{table}}.
`,
      },
      {
        path: 'snippets/for-databases.md',
        text: `---
id: for-databases
version: 1
title: For databases
use: When tenants have databases.
tenancy: [database]
---

Do it.
`,
      },
    ],
    { paths: [], text: () => undefined },
  );
}
