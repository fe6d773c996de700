/** A project so small that a run takes seconds: what is soaked is the machinery around the runs, not the runs. */
export const soakedProject = {
  'tenantsafe.yaml': [
    'version: 16',
    'tenancy: { model: row, tenantColumn: tenant_id, tenantTable: tenants, rls: "off" }',
    'migrations: [{ path: migrations, framework: plain }]',
    // No verdict of a soak may depend on how busy the machine is.
    'budgets: { tenantSeconds: 3600, blockedMs: 3600000 }',
  ].join('\n'),
  'migrations/0001_base.up.sql': `
    create table tenants (id uuid primary key, name text not null);
    create table users (id bigint generated always as identity primary key, tenant_id uuid not null references tenants (id),
      email text not null, unique (tenant_id, email));
    create table notes (id bigint generated always as identity primary key, tenant_id uuid not null references tenants (id),
      user_id bigint not null references users (id), body text);`,
  'migrations/0001_base.down.sql': 'drop table notes; drop table users; drop table tenants;',
  'migrations/0002_title.up.sql': 'alter table notes add column title text;',
  'migrations/0002_title.down.sql': 'alter table notes drop column title;',
  // Fails on the rows of the edge tenant alone, and its rollback brings the column back without its values.
  'proposed/0003_body.up.sql':
    'alter table notes alter column body set not null; alter table notes drop column body;',
  'proposed/0003_body.down.sql': 'alter table notes add column body text;',
} as const;

/** Migrations whose verdicts differ: one that was passed always, or failed always, would be noticed. */
export const soakedMigrations = ['migrations/0002_title.up.sql', 'proposed/0003_body.up.sql'] as const;

export type SoakedMigration = (typeof soakedMigrations)[number];

/** Two tenants have every kind of database there is: one alone, another alone, and both together. */
export const soakedTenants = ['minimal', 'edge'] as const;
