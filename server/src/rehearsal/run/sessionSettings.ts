import type { Client } from 'pg';
import type { TenancyPolicy } from '../../project';
import { nodeAs, walk, type SqlFile } from '../../sql';

/** A setting of the session that a script does not leave as it found it. */
export interface LeftSetting {
  readonly name: string;
  /** Null where it was never set. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Values by name, as the session has them outside of any transaction. */
export type SessionSettings = ReadonlyMap<string, string | null>;

/**
 * The settings that decide whose rows a session sees and what names mean to it: the server's own, the one that tells
 * tenants apart, and whatever the project's own settings are called that a script writes.
 */
export function decisiveSettings(script: SqlFile, { setting }: TenancyPolicy): readonly string[] {
  return [
    ...new Set([
      ...['search_path', 'row_security', 'role', 'session_authorization', 'session_replication_role'],
      ...(setting === undefined ? [] : [setting]),
      ...settingsWrittenBy(script).filter((name) => name.includes('.')),
    ]),
  ];
}

export async function readSettings(session: Client, names: readonly string[]): Promise<SessionSettings> {
  const { rows } = await session.query<{ name: string; value: string | null }>(
    'select name, pg_catalog.current_setting(name, true) as value from unnest($1::text[]) name',
    [names],
  );
  return new Map(rows.map(({ name, value }) => [name, value]));
}

/** A setting of the project's own that was set for a transaction is empty after it, as if nobody had set it. */
export function leftSettings(before: SessionSettings, after: SessionSettings): readonly LeftSetting[] {
  return [...before].flatMap(([name, was]) => {
    const is = after.get(name) ?? null;
    return (was ?? '') === (is ?? '') ? [] : [{ name, before: was, after: is }];
  });
}

/** Names after SET, and in calls of set_config. */
function settingsWrittenBy({ statements }: SqlFile): readonly string[] {
  const names: string[] = [];
  for (const { tree } of statements) {
    if (tree === undefined) continue;
    walk(tree, (node) => {
      const set = nodeAs(node, 'VariableSetStmt')?.name;
      if (set !== undefined) names.push(set);
      const call = nodeAs(node, 'FuncCall');
      const name = nodeAs(call?.funcname?.at(-1), 'String')?.sval;
      const argument = nodeAs(call?.args?.[0], 'A_Const')?.sval?.sval;
      if (name === 'set_config' && argument !== undefined) names.push(argument);
      return undefined;
    });
  }
  return names;
}
