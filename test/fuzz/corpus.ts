import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { postgresRows } from '../../server/src/behaviour';
import { splitSql } from '../../server/src/sql';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Every form of statement that this repository writes down, each once: the examples of the behaviour table, the fixtures
 * of the rules, the sample projects and the example schema.
 */
export function statementCorpus(): readonly string[] {
  const examples = postgresRows.flatMap((row) => row.examples.flatMap(({ setup = '', sql }) => [setup, sql]));
  const files = ['test/rules', 'test/workspaces', 'docs/rules'].flatMap(sqlFilesIn);
  return [...new Set([...examples, ...files].flatMap(statementsOf))];
}

/** The texts of all `.sql` files below a folder, in the order of their paths. */
function sqlFilesIn(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readFileSync(path.join(root, folder, file), 'utf8'));
}

function statementsOf(text: string): readonly string[] {
  return splitSql(text).segments.flatMap((segment) =>
    segment.kind === 'statement' ? text.slice(segment.span.start, segment.span.end) : [],
  );
}
