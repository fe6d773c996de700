import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { FixtureTenant } from '../../fixture';
import type { Actor, Application } from './application';
import type { Operation } from './facts';
import { passedRowSecurity } from './refusals';
import { belongsTo } from './relations';
import { bareRow, writableColumns, type RelationContent, type SampleRow } from './samples';

/** A write to a row of another tenant that the server let pass. */
export interface ForeignWrite {
  readonly content: RelationContent;
  readonly operation: Exclude<Operation, 'read'>;
  /** Rows of other tenants that it reached. */
  readonly rows: number;
}

/**
 * Tries each write on one row of another tenant in each table, and without WHERE where that is another matter;
 * everything is rolled back.
 */
export async function writeAs(
  admin: Client,
  application: Application,
  actor: Actor,
  contents: readonly RelationContent[],
  tenants: readonly FixtureTenant[],
): Promise<readonly ForeignWrite[]> {
  const attempts: (Attempt & { readonly content: RelationContent })[] = [];
  for (const content of contents) {
    const own = actor.kind === 'tenant' ? actor.tenant : undefined;
    const all = [
      ...(await attemptsOn(admin, content, actor, tenants)),
      ...(await attemptsWithoutWhere(admin, content, own)),
    ];
    attempts.push(...all.map((attempt) => ({ ...attempt, content })));
  }
  if (attempts.length === 0) return [];
  return application.act(actor, async (client) => {
    const written: ForeignWrite[] = [];
    for (const { content, operation, sql, ownRows } of attempts) {
      const rows = await foreignRowsWritten(client, sql, ownRows);
      if (rows > 0) written.push({ content, operation, rows });
    }
    return written;
  });
}

interface Attempt {
  readonly operation: ForeignWrite['operation'];
  readonly sql: string;
  /** Rows of its own that the actor may reach with it. */
  readonly ownRows: number;
}

async function attemptsOn(
  admin: Client,
  content: RelationContent,
  actor: Actor,
  tenants: readonly FixtureTenant[],
): Promise<readonly Attempt[]> {
  const { relation, samples } = content;
  const { privileges, triggersBefore, whose, sqlName } = relation;
  const columns = writableColumns(relation);
  const [anyColumn] = columns;
  if (anyColumn === undefined) return [];
  const own = actor.kind === 'tenant' ? actor.tenant : undefined;
  const foreign = samples.find(({ tenant }) => tenant !== own);
  const isRoot = whose.kind === 'column' && whose.isRoot;
  const attempts: Attempt[] = [];
  const attempt = (operation: Attempt['operation'], sql: string) =>
    attempts.push({ operation, sql, ownRows: 0 });
  // A trigger may put the row right before it is written; nobody could say whose it would be.
  if (privileges.has('insert') && !triggersBefore.has('insert') && !isRoot) {
    const text = foreign?.text ?? (await bareRowOfAnother(admin, content, own, tenants));
    if (text !== undefined) {
      const values = `select (r).* from (select ${escapeLiteral(text)}::${sqlName} as r) s`;
      const list = columns.join(', ');
      attempt(
        'insert',
        `insert into ${sqlName} (${list}) overriding system value select ${list} from (${values}) v`,
      );
    }
  }
  if (foreign !== undefined && privileges.has('update')) {
    attempt('update', `update ${sqlName} set ${settable(content)} where ${foreign.isIt}`);
  }
  if (foreign !== undefined && privileges.has('delete')) {
    attempt('delete', `delete from ${sqlName} where ${foreign.isIt}`);
  }
  const move = moveOf(
    content,
    samples.find(({ tenant }) => tenant === own),
    tenants,
  );
  if (move !== undefined && privileges.has('update') && !triggersBefore.has('update') && !isRoot) {
    attempt('move', move);
  }
  return attempts;
}

/**
 * A write that reads no column needs no right to see the rows: only the policies for its own command hold it, while the
 * policies for SELECT limit every write with a WHERE (PostgreSQL 18, observed). Where one policy is for all commands,
 * there is no difference.
 */
async function attemptsWithoutWhere(
  admin: Client,
  { relation, samples }: RelationContent,
  own: FixtureTenant | undefined,
): Promise<readonly Attempt[]> {
  const { privileges, whose, sqlName, tellsCommandsApart } = relation;
  const foreign = samples.find(({ tenant }) => tenant !== own);
  if (!tellsCommandsApart || foreign === undefined || whose.kind !== 'column') return [];
  const ownRows = own === undefined ? 0 : await countOwn(admin, relation, own);
  const column = plainColumn(relation);
  const assignments = [
    ...(column === undefined
      ? []
      : [
          `${escapeIdentifier(column)} = (${escapeLiteral(foreign.text)}::${sqlName}).${escapeIdentifier(column)}`,
        ]),
    ...(own?.key === undefined || whose.isRoot
      ? []
      : [`${escapeIdentifier(whose.column)} = ${escapeLiteral(own.key)}::${whose.type}`]),
  ];
  return [
    ...(privileges.has('update') ? assignments : []).map((assignment) => ({
      operation: 'update all' as const,
      sql: `update ${sqlName} set ${assignment}`,
      ownRows,
    })),
    ...(privileges.has('delete')
      ? [{ operation: 'delete all' as const, sql: `delete from ${sqlName}`, ownRows }]
      : []),
  ];
}

/** A column that can have the same value in all rows, where there is one; never the one that holds the tenant. */
function plainColumn({ whose }: RelationContent['relation']): string | undefined {
  if (whose.kind !== 'column' || whose.table === undefined) return undefined;
  const { columns, keys } = whose.table;
  const settable = columns.filter(
    ({ name, generated, identity }) => name !== whose.column && !generated && identity !== 'always',
  );
  const isKey = (name: string) => keys.some((key) => key.columns.includes(name));
  return (settable.find(({ name }) => !isKey(name)) ?? settable[0])?.name;
}

async function countOwn(
  admin: Client,
  { sqlName, whose }: RelationContent['relation'],
  own: FixtureTenant,
): Promise<number> {
  const { rows } = await admin.query<{ rows: string }>(
    `select count(*) as rows from ${sqlName} t where ${belongsTo(whose, [own])}`,
  );
  return Number(rows[0]?.rows ?? 0);
}

/** An assignment that changes nothing; identity columns take none. */
function settable({ relation }: RelationContent): string {
  const { whose } = relation;
  const table = whose.kind === 'canaries' ? undefined : whose.table;
  const column = table?.columns.find(({ generated, identity }) => !generated && identity !== 'always')?.name;
  const name = escapeIdentifier(column ?? (whose.kind === 'column' ? whose.column : ''));
  return `${name} = ${name}`;
}

function moveOf(
  { relation: { whose, sqlName } }: RelationContent,
  own: SampleRow | undefined,
  tenants: readonly FixtureTenant[],
): string | undefined {
  if (own === undefined || whose.kind !== 'column') return undefined;
  const other = tenants.find((tenant) => tenant !== own.tenant && tenant.key !== undefined);
  if (other?.key === undefined) return undefined;
  return `update ${sqlName} set ${escapeIdentifier(whose.column)} = ${escapeLiteral(other.key)}::${whose.type} where ${own.isIt}`;
}

function bareRowOfAnother(
  admin: Client,
  { relation }: RelationContent,
  own: FixtureTenant | undefined,
  tenants: readonly FixtureTenant[],
): Promise<string | undefined> {
  const other = tenants.find((tenant) => tenant !== own);
  return other === undefined ? Promise.resolve(undefined) : bareRow(admin, relation, other);
}

/** Rows beyond those of its own that the server let the actor write. */
async function foreignRowsWritten(client: Client, sql: string, ownRows: number): Promise<number> {
  await client.query('savepoint attempt');
  try {
    return ((await client.query(sql)).rowCount ?? 0) - ownRows;
  } catch (error) {
    // A constraint may have refused an own row.
    return ownRows === 0 && passedRowSecurity(error) ? 1 : 0;
  } finally {
    await client.query('rollback to savepoint attempt');
  }
}
