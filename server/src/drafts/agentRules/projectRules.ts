import { frameworkById, type MigrationFolder, type Policy, type Project } from '../../project';

/** How migrations are written in a project, as Markdown for an agent: from the policy alone, so that it changes with it. */
export function projectRules({ policy }: Project): string {
  return [
    ...section('This database', [...databaseFacts(policy), ...policy.migrations.map(folderFact)]),
    ...section('Tenants', tenancyFacts(policy)),
    ...section('Never', prohibitions(policy)),
    ...section('Before you propose a migration', steps),
  ].join('\n');
}

function section(title: string, facts: readonly string[]): readonly string[] {
  return [`### ${title}`, '', ...facts.map((fact) => `- ${fact}`), ''];
}

const engines = { postgresql: 'PostgreSQL', mysql: 'MySQL', mariadb: 'MariaDB' } as const;

function databaseFacts({ engine, version, runner, production, budgets }: Policy): readonly string[] {
  const timeouts = runner.setsTimeouts
    ? 'The runner sets lock_timeout and statement_timeout: do not set them again.'
    : 'Set lock_timeout before the first statement that takes a strong lock: the runner sets none.';
  const rows = Object.entries(production.rows).map(
    ([table, count]) => `${code(table)} (${count.toLocaleString('en-US')})`,
  );
  return [
    `The oldest server is ${engines[engine]} ${version}: use nothing newer.`,
    timeouts,
    `A migration may block writers for ${budgets.blockedMs.toLocaleString('en-US')} ms at most, and take ${String(budgets.tenantSeconds)} s for a tenant.`,
    ...(rows.length === 0 ? [] : [`Large tables in production, by rows: ${rows.join(', ')}.`]),
  ];
}

function folderFact({ path, framework, scope, transaction }: MigrationFolder): string {
  const name = frameworkById(framework)?.title ?? framework;
  const side = scope === 'shared' ? ', for what tenants share' : '';
  const wrapped = {
    'per-file': ' Each file runs in one transaction.',
    none: ' Files run outside of a transaction.',
    auto: '',
  }[transaction];
  return `Migrations of ${name} lie in ${code(path)}${side}: name and order files as it does.${wrapped}`;
}

function tenancyFacts({ tenancy }: Policy): readonly string[] {
  switch (tenancy.model) {
    case undefined:
      return ['Neither the policy nor the history says how tenants are kept apart: ask, do not guess.'];
    case 'row':
      return [...rowFacts(tenancy), ...sharedFacts(tenancy)];
    case 'schema':
      return [
        `Each tenant has a schema (${tenancy.schemas.map(code).join(', ')}): name no schema of a tenant in a migration, the runner sets the search_path.`,
        ...sharedFacts(tenancy),
      ];
    case 'database':
      return [
        'Each tenant has a database: touch nothing that the whole cluster shares, and name no database.',
        ...sharedFacts(tenancy),
      ];
  }
}

function rowFacts({
  tenantColumns,
  tenantTable,
  setting,
  appRole,
  rls,
}: Policy['tenancy']): readonly string[] {
  const column = tenantColumns.map(code).join(' or ');
  const root = tenantTable === undefined ? '' : `, which leads to ${code(tenantTable)}`;
  const security =
    rls === 'required'
      ? [
          `Each new tenant table gets row-level security, enabled and forced, with policies${setting === undefined ? '' : ` that read ${code(setting)}`} and grants for ${appRole === undefined ? 'the application’s role' : code(appRole)}.`,
        ]
      : [];
  return [
    `Tenants share tables and are told apart by ${column}${root}. Each new tenant table has it, NOT NULL, and in its keys.`,
    `Unique constraints and foreign keys between tenant tables include ${column}; so does every join, subquery and backfill between them, however unique the other columns seem.`,
    ...security,
  ];
}

function sharedFacts({ sharedTables, sharedSchemas, model }: Policy['tenancy']): readonly string[] {
  return [
    ...(sharedTables.length === 0
      ? []
      : [`Tables that belong to no tenant: ${sharedTables.map(code).join(', ')}.`]),
    ...(model === 'schema' && sharedSchemas.length > 0
      ? [`Schemas that all tenants share: ${sharedSchemas.map(code).join(', ')}.`]
      : []),
  ];
}

function prohibitions({ rules }: Policy): readonly string[] {
  const errors = Object.entries(rules).filter(([, severity]) => severity === 'error');
  return [
    'Never suppress a finding (`tenantsafe-ignore`), add an exception or change `tenantsafe.yaml` to make a migration pass: say which finding stands in the way and ask.',
    'Never disable row-level security, widen a policy, or put a step that blocks beside others because it is shorter.',
    'Never change a migration that has run: write the next one.',
    ...(errors.length === 0
      ? []
      : [`This project forbids outright: ${errors.map(([rule]) => code(rule)).join(', ')}.`]),
  ];
}

const steps = [
  'Ask `describe_tenancy` about the tables that it touches, and `explain_statement` what its statements lock and rewrite: do not answer that from memory.',
  'A change that blocks or breaks running code is spread over expand, backfill and contract: `split_migration` writes the files.',
  'Write the rollback with it: `generate_rollback` derives it from the schema.',
  'Run `lint_migration` until no finding at error or warning is left that you cannot explain.',
  'Run `test_on_fixture_tenants`, and report its verdict, what it did not check (`notChecked`) and the figures of the largest tenant.',
  'Without these tools (MCP server `tenantsafe mcp`) use the command line: `tenantsafe explain FILE`, `tenantsafe lint FILE`, `tenantsafe test FILE`.',
];

function code(text: string): string {
  return `\`${text}\``;
}
