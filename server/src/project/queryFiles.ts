import picomatch from 'picomatch';
import { nodeAs, parseSqlFile, tokensOf, type SqlFile, type Statement } from '../sql';
import type { ProjectFiles } from './model';
import type { Policy } from './policyModel';

/** A file with the application's queries. */
export interface QueryFile {
  readonly path: string;
  readonly file: SqlFile;
}

/** One statement of a query file, ready to be sent with its parameters. */
export interface BoundQuery {
  readonly path: string;
  /** Zero-based place among the statements of its file. */
  readonly statement: number;
  /** The statement with its parameters as `$1`, `$2`, … in the order of `parameters`. */
  readonly text: string;
  readonly parameters: readonly QueryParameter[];
  /** Parameters as written for which the file says no value. */
  readonly unbound: readonly string[];
  /** The outermost query says ORDER BY. */
  readonly isOrdered: boolean;
  /** The file says that a migration may change the result. */
  readonly mayChange: boolean;
}

/** `$1` and `:tenant` are the tenant's key; other parameters have the value that the file says, as text. */
export type QueryParameter =
  { readonly kind: 'tenant' } | { readonly kind: 'value'; readonly value: string | null };

/** The files that `fixtures.queries` of the policy names, in the order of their paths. */
export function queryFiles(files: ProjectFiles, policy: Policy): readonly QueryFile[] {
  const glob = policy.fixtures.queries;
  if (glob === undefined) return [];
  const isQueryFile = picomatch(glob);
  return files.paths
    .filter((path) => isQueryFile(path))
    .flatMap((path) => {
      const text = files.text(path);
      return text === undefined ? [] : [{ path, file: parseSqlFile(text) }];
    });
}

/**
 * The statements of a query file with their parameters. Values come from comments such as
 * `-- params: $2 = 'active', :limit = 10`.
 */
export function boundQueries({ path, file }: QueryFile): readonly BoundQuery[] {
  const values = valuesSaid(file);
  const mayChange = file.comments.some(({ text }) => /^--\s*tenantsafe:\s*result may change\b/.test(text));
  return file.statements.map((statement) => ({
    path,
    statement: statement.index,
    isOrdered: (nodeAs(statement.tree, 'SelectStmt')?.sortClause?.length ?? 0) > 0,
    mayChange,
    ...bind(statement, file, values),
  }));
}

function valuesSaid(file: SqlFile): ReadonlyMap<string, string | null> {
  const values = new Map<string, string | null>();
  for (const { text } of file.comments) {
    const said = /^--\s*params:(.*)$/.exec(text)?.[1] ?? '';
    for (const [, name = '', value = ''] of said.matchAll(assignment)) values.set(name, valueOf(value));
  }
  return values;
}

const assignment = /(\$\d+|:\w+)\s*=\s*('(?:[^']|'')*'|[^\s,]+)/g;

function valueOf(literal: string): string | null {
  if (literal.startsWith("'")) return literal.slice(1, -1).replaceAll("''", "'");
  return literal.toLowerCase() === 'null' ? null : literal;
}

function bind(
  statement: Statement,
  { source }: SqlFile,
  values: ReadonlyMap<string, string | null>,
): Pick<BoundQuery, 'text' | 'parameters' | 'unbound'> {
  const names: string[] = [];
  const unbound = new Set<string>();
  let text = '';
  let end = statement.span.start;
  for (const token of tokensOf(statement)) {
    const written = source.slice(token);
    if (!/^(?:\$\d+|:\w+)$/.test(written)) continue;
    const name = written === ':tenant' ? '$1' : written;
    if (name !== '$1' && !values.has(name)) unbound.add(written);
    if (!names.includes(name)) names.push(name);
    text += `${source.slice({ start: end, end: token.start })}$${names.indexOf(name) + 1}`;
    end = token.end;
  }
  return {
    text: text + source.slice({ start: end, end: statement.span.end }),
    parameters: names.map((name) =>
      name === '$1' ? { kind: 'tenant' } : { kind: 'value', value: values.get(name) ?? null },
    ),
    unbound: [...unbound],
  };
}
