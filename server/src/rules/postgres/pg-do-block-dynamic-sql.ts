import { runBlock } from '../../catalog';
import { bodyOf, nodeAs, type ExecuteStep } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';

/** SQL that a DO block puts together when it runs: what nobody can read here, nobody has checked. */
export const pgDoBlockDynamicSql: Rule = {
  id: 'pg-do-block-dynamic-sql',
  category: 'transaction',
  severity: 'info',
  summary: 'A DO block whose SQL is only known when it runs, so that nothing of it is checked',
  speaksOf: ['DoStmt'],
  *check(migration) {
    for (const reviewed of migration.statements) {
      if (nodeAs(reviewed.statement.tree, 'DoStmt') !== undefined) yield* findingsOf(reviewed, migration);
    }
  },
};

function* findingsOf(reviewed: ReviewedStatement, { script }: ReviewedMigration): Iterable<Finding> {
  if (bodyOf(reviewed.statement) === undefined) {
    yield unreadCode(reviewed);
    return;
  }
  for (const step of runBlock(reviewed.before, reviewed.statement, script.path)?.dynamic ?? []) {
    yield step.executed.kind === 'template' ? template(step, step.executed.template.text) : unknownText(step);
  }
}

const unseen =
  'Locks, lost data and mixed tenants in it show only when it runs, for the first tenant that has what it trips over.';

function unreadCode({ statement }: ReviewedStatement): Finding {
  return {
    what: 'The code of this DO block cannot be read, so nothing of it is checked.',
    who: unseen,
    remedy: 'Write plain SQL, or PL/pgSQL that the server accepts, and test it on fixture tenants.',
    span: statement.span,
    relations: [],
  };
}

function unknownText({ span }: ExecuteStep): Finding {
  return {
    what: 'EXECUTE runs SQL that the block puts together by then, so nothing of it is checked.',
    who: unseen,
    remedy:
      'Write the statements out, or put them together by format() from a constant with %I and %L, so that their form can be read; test it on fixture tenants.',
    span,
    relations: [],
  };
}

/** What it does is known, only not to which relations. */
function template({ span }: ExecuteStep, text: string): Finding {
  return {
    what: `EXECUTE runs \`${text.replace(/\s+/g, ' ').trim()}\` with names or values that are only known by then, so it is not checked against the schema.`,
    who: unseen,
    remedy: 'Write the statements out where there are few of them, and test it on fixture tenants.',
    span,
    relations: [],
    severity: 'hint',
  };
}
