import { nameOf, resolveRelation, findTable, type QualifiedName } from '../../catalog';
import type { LanguageService, LintFinding, Workspace } from '../../service';
import { parseSqlFile, relationsNamedIn, sqlOf, type Statement } from '../../sql';
import { migrationFor } from '../../project';
import type { Surroundings } from '../prompts/surroundings';
import { statementFacts } from './shapeFacts';

/** A migration that is to be reviewed: what it says, what the server does for it, and what the linter found. */
export interface ReviewData {
  readonly tables: readonly QualifiedName[];
  readonly sections: Readonly<Record<string, unknown>>;
}

/** Its comments are left out: a review judges what runs. Undefined where the file holds no statement. */
export function reviewData(
  service: LanguageService,
  workspace: Workspace,
  path: string,
  { catalog, policy }: Surroundings,
): ReviewData | undefined {
  const migration = migrationFor(service.project(workspace), workspace.files, path);
  const up = parseSqlFile(migration.up.sql).statements;
  const down = migration.down === undefined ? [] : parseSqlFile(migration.down.sql).statements;
  if (up.length === 0) return undefined;
  const findings = [migration.up.path, ...(migration.down === undefined ? [] : [migration.down.path])]
    .filter((file, index, files) => files.indexOf(file) === index)
    .flatMap((file) => service.lint(workspace, file).findings.map((finding) => findingFacts(file, finding)));
  const named = up.flatMap(({ tree }) => (tree === undefined ? [] : relationsNamedIn(tree)));
  const tables = named.flatMap((name) => findTable(catalog, resolveRelation(catalog, name)) ?? []);
  return {
    tables: [...new Set(tables.map(nameOf))],
    sections: {
      migration: up.map((statement) => ({
        index: statement.index,
        ...statementFacts(statement, textOf(statement), catalog, policy),
      })),
      rollback: down.map((statement) => ({ index: statement.index, sql: textOf(statement) })),
      findings,
    },
  };
}

function textOf({ tree, text }: Statement): string {
  return tree === undefined ? text : sqlOf(tree);
}

function findingFacts(file: string, { rule, severity, message, range, suppressed }: LintFinding): object {
  return { rule, severity, message, file, line: range.start.line + 1, suppressed: suppressed?.reason };
}
