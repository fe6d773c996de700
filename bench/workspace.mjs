// A project of a believable age: many tenant tables, a long history of small changes, and one long migration on top.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const policy = `engine: postgresql
version: 16
tenancy: { model: row, tenantColumn: tenant_id, tenantTable: tenants, setting: app.tenant_id, appRole: app_user, rls: required }
migrations: [{ path: db/migrations, framework: flyway }]
`;

/** Writes the project below `folder`; the path of the long migration, and its texts. */
export function writeWorkspace(folder, { migrations, longLines }) {
  const migrationFolder = path.join(folder, 'db/migrations');
  mkdirSync(migrationFolder, { recursive: true });
  writeFileSync(path.join(folder, 'tenantsafe.yaml'), policy);
  const history = new History(20_260);
  const write = (version, title, sql) =>
    writeFileSync(path.join(migrationFolder, `V${version}__${title}.sql`), sql);
  write(
    1,
    'tenants',
    'CREATE TABLE tenants (id uuid PRIMARY KEY, name text NOT NULL);\nCREATE ROLE app_user NOLOGIN;\n',
  );
  for (let version = 2; version <= migrations; version++) {
    const isTable = version < 40 || history.below(12) === 0;
    write(version, isTable ? 'table' : 'change', isTable ? history.newTable() : history.change());
  }
  let long = '';
  while (long.split('\n').length <= longLines) long += history.change();
  write(migrations + 1, 'long', long);
  return path.join(migrationFolder, `V${migrations + 1}__long.sql`);
}

/** A schema that grows by numbers that a seed decides. */
class History {
  #state;
  #tables = [];
  #names = 0;

  constructor(seed) {
    this.#state = seed;
  }

  /** A whole number from 0 up to, not including, `limit` (Park and Miller's generator). */
  below(limit) {
    this.#state = (this.#state * 48_271) % 2_147_483_647;
    return this.#state % limit;
  }

  newTable() {
    const name = `${this.#among(subjects)}_${this.#tables.length}`;
    const referenced = this.#tables.length > 3 && this.below(2) === 0 ? this.#among(this.#tables) : undefined;
    const columns = ['tenant_id', 'id', 'name', 'created_at'];
    this.#tables.push({ name, columns });
    const reference =
      referenced === undefined
        ? ''
        : `  parent_id uuid,\n  FOREIGN KEY (tenant_id, parent_id) REFERENCES ${referenced.name} (tenant_id, id),\n`;
    return `CREATE TABLE ${name} (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name varchar(80) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
${reference}  PRIMARY KEY (tenant_id, id)
);
ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON ${name} USING (tenant_id = current_setting('app.tenant_id')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON ${name} TO app_user;
`;
  }

  /** One or two statements on a table that is there. */
  change() {
    const table = this.#among(this.#tables);
    const column = `${this.#among(attributes)}_${this.#names++}`;
    const changes = [
      () =>
        this.#added(table, column, `ALTER TABLE ${table.name} ADD COLUMN ${column} ${this.#among(types)};\n`),
      () =>
        `CREATE INDEX CONCURRENTLY ${column}_idx ON ${table.name} (tenant_id, ${this.#among(table.columns)});\n`,
      () => `CREATE INDEX ${column}_by_name ON ${table.name} (name);\n`,
      () =>
        `ALTER TABLE ${table.name} ADD CONSTRAINT ${column}_check CHECK (length(name) > ${this.below(9)}) NOT VALID;\n`,
      () =>
        this.#added(
          table,
          column,
          `ALTER TABLE ${table.name} ADD COLUMN ${column} text;\nUPDATE ${table.name} SET ${column} = name WHERE ${column} IS NULL;\n`,
        ),
      () => `ALTER TABLE ${table.name} ALTER COLUMN name TYPE varchar(${80 + this.below(300)});\n`,
      () => `COMMENT ON TABLE ${table.name} IS 'see ${column}';\n`,
      () => `DELETE FROM ${table.name} WHERE created_at < now() - interval '${1 + this.below(9)} years';\n`,
    ];
    return this.#among(changes)();
  }

  #added(table, column, sql) {
    table.columns.push(column);
    return sql;
  }

  #among(values) {
    return values[this.below(values.length)];
  }
}

const subjects = ['invoices', 'orders', 'projects', 'members', 'events', 'documents', 'shipments', 'tickets'];
const attributes = ['status', 'note', 'amount', 'due_at', 'reference', 'settings', 'is_active'];
const types = ['text', 'integer', 'timestamptz', 'numeric(12, 2)', 'boolean', 'jsonb', 'uuid'];
