import type { WireExplainedFile, WireExplainedStatement } from '@tenantsafe/server/protocol';

/** What a migration locks, as Markdown to read: the strongest lock first, then statement by statement. */
export function lockPage({ path, engine, version, transaction, statements }: WireExplainedFile): string {
  const wrapped =
    transaction === 'per-file'
      ? 'The runner wraps the file in one transaction: every lock is held until the last statement is done.'
      : 'The runner does not wrap the file in a transaction: each statement gives back its locks when it is done.';
  return [
    `# Locks of ${code(path)}`,
    `On ${engine} ${version}. ${wrapped}`,
    ...(statements.length === 0
      ? ['There is no statement in it that could be read.']
      : statements.map(section)),
  ].join('\n\n');
}

function section(statement: WireExplainedStatement): string {
  const { index, kind, range, locks, notes, docs } = statement;
  return [
    `## ${index + 1}. ${kind} (line ${range.start.line + 1})`,
    locks.length === 0 ? 'Locks no existing table against reads or writes.' : lockTable(locks),
    ...facts(statement),
    ...notes.map((note) => `- ${note}`),
    ...docs.map((url) => `- <${url}>`),
  ].join('\n');
}

function lockTable(locks: WireExplainedStatement['locks']): string {
  const rows = locks.map(
    ({ relation, mode, blocks }) => `| ${code(relation)} | ${mode} | ${blocks.join(' and ') || 'neither'} |`,
  );
  return ['', '| Relation | Lock | Blocks |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

function facts(statement: WireExplainedStatement): readonly string[] {
  const { rewrites, scans, rebuildsIndexes, transactional, reversible, dataLoss, confidence } = statement;
  return [
    ...listed('Writes anew', rewrites),
    ...listed('Reads in full', scans),
    ...listed('Rebuilds indexes of', rebuildsIndexes),
    ...(transactional ? [] : ['- Cannot run inside a transaction.']),
    ...(dataLoss ? ['- Loses data.'] : []),
    ...(reversible ? [] : ['- Cannot be undone.']),
    ...(confidence === 'exact' ? [] : ['- Depends on what is said below.']),
  ];
}

function listed(what: string, relations: readonly string[]): readonly string[] {
  return relations.length === 0 ? [] : [`- ${what}: ${relations.map(code).join(', ')}.`];
}

/** A name as inline code, whatever it holds. */
function code(name: string): string {
  const longest = Math.max(0, ...(name.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const shown = name.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
  return longest === 0 ? `${fence}${shown}${fence}` : `${fence} ${shown} ${fence}`;
}
