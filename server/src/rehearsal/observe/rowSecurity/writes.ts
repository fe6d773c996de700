import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { FixtureTenant } from '../../fixture';
import type { Actor, Application } from './application';
import type { Operation } from './facts';
import { passedRowSecurity } from './refusals';
import { bareRow, writableColumns, type RelationContent, type SampleRow } from './samples';

/** A write to a row of another tenant that the server let pass. */
export interface ForeignWrite {
  readonly content: RelationContent;
  readonly operation: Exclude<Operation, 'read'>;
}

/** Tries each write on one row of another tenant in each table; everything is rolled back. */
export async function writeAs(
  admin: Client,
  application: Application,
  actor: Actor,
  contents: readonly RelationContent[],
  tenants: readonly FixtureTenant[],
): Promise<readonly ForeignWrite[]> {
  const attempts: (ForeignWrite & { readonly sql: string })[] = [];
  for (const content of contents) {
    for (const [operation, sql] of await attemptsOn(admin, content, actor, tenants)) {
      attempts.push({ content, operation, sql });
    }
  }
  if (attempts.length === 0) return [];
  return application.act(actor, async (client) => {
    const written: ForeignWrite[] = [];
    for (const { content, operation, sql } of attempts) {
      if (await letsPass(client, sql)) written.push({ content, operation });
    }
    return written;
  });
}

type Attempt = readonly [operation: ForeignWrite['operation'], sql: string];

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
  // A trigger may put the row right before it is written; nobody could say whose it would be.
  if (privileges.has('insert') && !triggersBefore.has('insert') && !isRoot) {
    const text = foreign?.text ?? (await bareRowOfAnother(admin, content, own, tenants));
    if (text !== undefined) {
      const values = `select (r).* from (select ${escapeLiteral(text)}::${sqlName} as r) s`;
      const list = columns.join(', ');
      attempts.push([
        'insert',
        `insert into ${sqlName} (${list}) overriding system value select ${list} from (${values}) v`,
      ]);
    }
  }
  if (foreign !== undefined && privileges.has('update')) {
    attempts.push(['update', `update ${sqlName} set ${settable(content)} where ${foreign.isIt}`]);
  }
  if (foreign !== undefined && privileges.has('delete')) {
    attempts.push(['delete', `delete from ${sqlName} where ${foreign.isIt}`]);
  }
  const move = moveOf(
    content,
    samples.find(({ tenant }) => tenant === own),
    tenants,
  );
  if (move !== undefined && privileges.has('update') && !triggersBefore.has('update') && !isRoot) {
    attempts.push(['move', move]);
  }
  return attempts;
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

async function letsPass(client: Client, sql: string): Promise<boolean> {
  await client.query('savepoint attempt');
  try {
    return ((await client.query(sql)).rowCount ?? 0) > 0;
  } catch (error) {
    return passedRowSecurity(error);
  } finally {
    await client.query('rollback to savepoint attempt');
  }
}
