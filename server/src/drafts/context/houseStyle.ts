import { indexesOf, nameOf, tablesOf, type Catalog, type Table } from '../../catalog';
import type { Migration } from '../../project';
import { constantOf, nodeAs, parseSqlFile, rangeVarsIn, type Statement } from '../../sql';

/** How a project writes its migrations, learned from the last of them. What they do not show is left out. */
export interface HouseStyle {
  readonly names: Readonly<Record<NamedKind, string | undefined>>;
  readonly keywords: 'upper case' | 'lower case' | undefined;
  /** Whether names of relations carry their schema. */
  readonly qualifiedNames: boolean | undefined;
  /** Share of CREATE and ADD COLUMN statements with IF NOT EXISTS. */
  readonly ifNotExists: string | undefined;
  readonly lockTimeout: string | undefined;
  readonly statementTimeout: string | undefined;
}

type NamedKind = 'index' | 'primaryKey' | 'unique' | 'check' | 'foreignKey' | 'policy' | 'trigger';

/** The style of the last migrations shows what a team does now; older ones show what it did. */
export function houseStyle(migrations: readonly Migration[], catalog: Catalog): HouseStyle {
  const statements = migrations.flatMap(({ up }) => parseSqlFile(up.sql).statements);
  const paths = new Set(migrations.map(({ up }) => up.path));
  return {
    names: namePatterns(catalog, (path) => paths.has(path)),
    keywords: keywordCase(statements),
    qualifiedNames: qualifiedNames(statements),
    ifNotExists: guardShare(statements),
    lockTimeout: lastSetting(statements, 'lock_timeout'),
    statementTimeout: lastSetting(statements, 'statement_timeout'),
  };
}

function namePatterns(catalog: Catalog, isRecent: (path: string) => boolean): HouseStyle['names'] {
  const tables = tablesOf(catalog);
  const recent = <Made extends { readonly origin: { readonly path: string } }>(made: readonly Made[]) =>
    made.filter(({ origin }) => isRecent(origin.path));
  const constraints = (kind: Table['constraints'][number]['kind']) =>
    tables.flatMap((table) =>
      recent(table.constraints.filter((constraint) => constraint.kind === kind)).map(({ name, columns }) =>
        patternOf(name, table.name, columns),
      ),
    );
  const indexes = tables.flatMap((table) =>
    recent(indexesOf(catalog, nameOf(table)).filter(({ constraint }) => constraint === undefined)).map(
      (index) =>
        patternOf(
          index.name,
          table.name,
          index.keys.flatMap(({ column }) => column ?? []),
        ),
    ),
  );
  return {
    index: mostUsual(indexes),
    primaryKey: mostUsual(constraints('primary key')),
    unique: mostUsual(constraints('unique')),
    check: mostUsual(constraints('check')),
    foreignKey: mostUsual(constraints('foreign key')),
    policy: mostUsual(
      tables.flatMap((table) => recent(table.policies).map(({ name }) => patternOf(name, table.name, []))),
    ),
    trigger: mostUsual(
      tables.flatMap((table) => recent(table.triggers).map(({ name }) => patternOf(name, table.name, []))),
    ),
  };
}

/** A name with what it is made of: `{table}_{columns}_idx`. */
function patternOf(name: string, table: string, columns: readonly string[]): string {
  const listed = columns.join('_');
  const withColumns = listed === '' ? name : name.replace(listed, '{columns}');
  return withColumns.replace(table, '{table}');
}

/** One that most follow, with how many do; undefined where there is no habit. */
function mostUsual(patterns: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const pattern of patterns) counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  const [first] = [...counts].sort(([one, ones], [other, others]) => others - ones || (one < other ? -1 : 1));
  if (first === undefined) return undefined;
  const [pattern, count] = first;
  return count < 2 || count * 2 < patterns.length ? undefined : `${pattern} (${count} of ${patterns.length})`;
}

function keywordCase(statements: readonly Statement[]): HouseStyle['keywords'] {
  const words = statements.flatMap(({ text }) => /^[A-Za-z]+/.exec(text)?.[0] ?? []);
  if (words.length === 0) return undefined;
  const upper = words.filter((word) => word === word.toUpperCase()).length;
  return upper * 2 >= words.length ? 'upper case' : 'lower case';
}

function qualifiedNames(statements: readonly Statement[]): boolean | undefined {
  const named = statements.flatMap(({ tree }) => (tree === undefined ? [] : rangeVarsIn(tree)));
  if (named.length === 0) return undefined;
  return named.filter(({ schemaname }) => schemaname !== undefined).length * 2 >= named.length;
}

function guardShare(statements: readonly Statement[]): string | undefined {
  const guards = statements.flatMap(({ tree }) => {
    const created = nodeAs(tree, 'CreateStmt') ?? nodeAs(tree, 'IndexStmt');
    if (created !== undefined) return [created.if_not_exists === true];
    return (nodeAs(tree, 'AlterTableStmt')?.cmds ?? []).flatMap((command) => {
      const added = nodeAs(command, 'AlterTableCmd');
      return added?.subtype === 'AT_AddColumn' ? [added.missing_ok === true] : [];
    });
  });
  return guards.length === 0 ? undefined : `${guards.filter(Boolean).length} of ${guards.length}`;
}

function lastSetting(statements: readonly Statement[], name: string): string | undefined {
  const values = statements.flatMap(({ tree }) => {
    const set = nodeAs(tree, 'VariableSetStmt');
    const value = set?.name?.toLowerCase() === name ? set.args?.[0] : undefined;
    const constant = value === undefined ? undefined : constantOf(value);
    return constant === undefined ? [] : [String(constant)];
  });
  return values.at(-1);
}
