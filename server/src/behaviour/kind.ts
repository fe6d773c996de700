import type { AlterTableStmt, AlterTableType, Node } from '@pgsql/types';
import { nodeAs, tokensOf, type Statement } from '../sql';

/** The statement's form as the manual names it: `ALTER TABLE … ADD COLUMN`, `CREATE INDEX CONCURRENTLY`. */
export function kindOfStatement(statement: Statement, tree: Node | undefined): string {
  const words = leadingKeywords(statement);
  const alterTable = nodeAs(tree, 'AlterTableStmt');
  if (alterTable !== undefined) return `${words} … ${actionWords(alterTable)}`;
  return words;
}

/** Different actions in the order in which they stand, each once. */
function actionWords(alterTable: AlterTableStmt): string {
  const types = (alterTable.cmds ?? []).flatMap((command) => nodeAs(command, 'AlterTableCmd')?.subtype ?? []);
  return [...new Set(types.map(wordsOf))].join(', ');
}

function wordsOf(type: AlterTableType): string {
  return (
    special[type] ??
    type
      .replace(/^AT_/, '')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toUpperCase()
  );
}

/** Sub-commands whose name in the syntax tree is not what one writes. */
const special: Readonly<Partial<Record<AlterTableType, string>>> = {
  AT_AlterColumnType: 'ALTER COLUMN TYPE',
  AT_ColumnDefault: 'ALTER COLUMN SET DEFAULT',
  AT_SetNotNull: 'ALTER COLUMN SET NOT NULL',
  AT_DropNotNull: 'ALTER COLUMN DROP NOT NULL',
  AT_SetStatistics: 'ALTER COLUMN SET STATISTICS',
  AT_SetStorage: 'ALTER COLUMN SET STORAGE',
  AT_SetCompression: 'ALTER COLUMN SET COMPRESSION',
  AT_SetOptions: 'ALTER COLUMN SET',
  AT_ResetOptions: 'ALTER COLUMN RESET',
  AT_AddIdentity: 'ALTER COLUMN ADD IDENTITY',
  AT_SetIdentity: 'ALTER COLUMN SET IDENTITY',
  AT_DropIdentity: 'ALTER COLUMN DROP IDENTITY',
  AT_SetExpression: 'ALTER COLUMN SET EXPRESSION',
  AT_DropExpression: 'ALTER COLUMN DROP EXPRESSION',
  AT_SetRelOptions: 'SET',
  AT_ResetRelOptions: 'RESET',
  AT_SetUnLogged: 'SET UNLOGGED',
  AT_SetTableSpace: 'SET TABLESPACE',
  AT_ChangeOwner: 'OWNER TO',
  AT_DropCluster: 'SET WITHOUT CLUSTER',
  AT_AddInherit: 'INHERIT',
  AT_DropInherit: 'NO INHERIT',
  AT_EnableTrig: 'ENABLE TRIGGER',
  AT_EnableAlwaysTrig: 'ENABLE ALWAYS TRIGGER',
  AT_EnableReplicaTrig: 'ENABLE REPLICA TRIGGER',
  AT_EnableTrigAll: 'ENABLE TRIGGER',
  AT_EnableTrigUser: 'ENABLE TRIGGER',
  AT_DisableTrig: 'DISABLE TRIGGER',
  AT_DisableTrigAll: 'DISABLE TRIGGER',
  AT_DisableTrigUser: 'DISABLE TRIGGER',
  AT_EnableRowSecurity: 'ENABLE ROW LEVEL SECURITY',
  AT_DisableRowSecurity: 'DISABLE ROW LEVEL SECURITY',
  AT_ForceRowSecurity: 'FORCE ROW LEVEL SECURITY',
  AT_NoForceRowSecurity: 'NO FORCE ROW LEVEL SECURITY',
  AT_DetachPartitionFinalize: 'DETACH PARTITION FINALIZE',
};

/** Words that may follow one another at the start of a statement before the first name. */
const keywords = new Set(
  `abort access aggregate all alter analyze as authorization begin call checkpoint close cluster collation column comment
  cast commit concurrently constraint conversion copy create database deallocate declare default delete discard do domain
  drop end event execute explain extension fetch foreign from full function global grant group import index insert
  into language large like listen load local lock materialized merge move notify object on operator or owned policy prepare
  privileges procedure publication reassign refresh reindex release replace reset revoke role rollback routine rule
  savepoint schema security select sequence server session set show start statistics subscription system table
  tablespace temp temporary transaction trigger truncate type unique unlisten unlogged update user vacuum values view
  with wrapper`.split(/\s+/),
);

/** Words that are no name only after a certain other one: `ACCESS METHOD`, but `CREATE TABLE method`. */
const onlyAfter: ReadonlyMap<string, readonly string[]> = new Map([
  ['class', ['operator']],
  ['configuration', ['search']],
  ['data', ['foreign']],
  ['dictionary', ['search']],
  ['family', ['operator']],
  ['label', ['security']],
  ['mapping', ['user']],
  ['method', ['access']],
  ['parser', ['search']],
  ['search', ['text']],
  ['template', ['search']],
  ['text', ['create', 'alter', 'drop']],
  ['transform', ['create', 'replace', 'drop']],
]);

/** Words after which the next one is a name, even if it looks like a keyword. */
const last = new Set(['into', 'from', 'on', 'select', 'set', 'reset', 'show', 'do', 'values', 'with']);

function leadingKeywords(statement: Statement): string {
  const words: string[] = [];
  for (const { text } of tokensOf(statement)) {
    const word = text.toLowerCase();
    // After any other word ON tells what the statement is for: the table of an unnamed index, the object of a grant.
    const isPreposition = word === 'on' && words[0] !== 'comment';
    const isContinuation = onlyAfter.get(word)?.includes(words.at(-1) ?? '') ?? false;
    if (word === '(' && words.length === 0) continue;
    if ((!keywords.has(word) && !isContinuation) || isPreposition) break;
    words.push(word);
    if (last.has(word)) break;
  }
  return words.join(' ').toUpperCase() || 'UNKNOWN';
}
