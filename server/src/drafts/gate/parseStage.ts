import type { Catalog } from '../../catalog';
import { closest } from '../../project';
import { countStatements, parseSqlFile, type SqlFile } from '../../sql';
import type { Draft } from '../draft';
import type { GateFinding } from '../gateResult';
import { piecesOf, variablesOf } from './code';
import { gateFinding, type DraftSpot } from './findings';
import type { GateId } from './gateIds';
import { unknownNamesIn, type UnknownName } from './names/unknownNames';
import type { DraftStep, WalkedPhase } from './walk';

/** Whether each string of a draft is what it should be: one statement of PostgreSQL's own grammar. */
export function shapeFindings({ phases }: Draft): readonly GateFinding[] {
  return phases.flatMap(({ statements, verify, rollback }, phase) => [
    ...statements.flatMap((sql, statement) => shapeOf(sql, { phase, direction: 'up', statement })),
    ...verify.flatMap((sql) => shapeOf(sql, { phase, direction: 'up', statement: null })),
    ...rollback.statements.flatMap((sql, statement) => shapeOf(sql, { phase, direction: 'down', statement })),
  ]);
}

function shapeOf(sql: string, spot: DraftSpot): readonly GateFinding[] {
  const file = parseSqlFile(sql);
  const problem = problemOf(sql, file);
  return problem === undefined ? [] : [gateFinding(problem.rule, spot, problem.message)];
}

function problemOf(
  sql: string,
  { statements, metaCommands, copyData }: SqlFile,
): { readonly rule: GateId; readonly message: string } | undefined {
  if (metaCommands.length > 0 || copyData.length > 0) {
    return {
      rule: 'draft-client-command',
      message: 'This holds a command of psql or rows for COPY, which no migration framework runs: write SQL.',
    };
  }
  const [only, ...more] = statements;
  if (only === undefined || more.length > 0) {
    const count = only === undefined ? 'no statement' : `${String(more.length + 1)} statements`;
    return {
      rule: 'draft-several-statements',
      message: `This string holds ${count}: write exactly one SQL statement in each.`,
    };
  }
  const written = sql.slice(only.span.start, only.span.end);
  if (written !== only.text || /\$\{[^{}\n]*\}/.test(sql)) {
    return {
      rule: 'draft-placeholder',
      message: 'This has a placeholder or a psql variable: write what is meant, since nothing fills it in.',
    };
  }
  if (only.tree === undefined) {
    return {
      rule: 'draft-syntax-error',
      message: `PostgreSQL’s parser says: ${only.error?.message ?? 'this is no statement'}.`,
    };
  }
  // Where the parser and whoever cuts files into statements differ, something may run that nobody has looked at.
  if (countStatements(sql) !== 1) {
    return {
      rule: 'draft-several-statements',
      message: 'PostgreSQL finds more than one statement in this string: write exactly one.',
    };
  }
  return undefined;
}

/** What the statements name and the schema does not have, and what the server would refuse for the schema as it is. */
export function nameFindings(draft: Draft, walked: readonly WalkedPhase[]): readonly GateFinding[] {
  return walked.flatMap((phase) => {
    const { verify = [] } = draft.phases[phase.index] ?? {};
    return [
      ...[...phase.up, ...phase.down].flatMap(stepFindings),
      ...verify.flatMap((sql) => verifyFindings(sql, phase)),
    ];
  });
}

function stepFindings(step: DraftStep): readonly GateFinding[] {
  const names = distinct([...unknownInCode(step), ...refusals(step)]);
  return names.map(({ rule, message }) => ({
    ...gateFinding(rule, step.spot, message),
    ...(isFullyKnown(step.before) ? {} : { severity: 'warning' as const }),
  }));
}

function verifyFindings(sql: string, { index, after }: WalkedPhase): readonly GateFinding[] {
  const tree = parseSqlFile(sql).statements[0]?.tree;
  if (tree === undefined) return [];
  const spot = { phase: index, direction: 'up', statement: null } as const;
  const found = unknownNamesIn({ tree, before: after, after, isVariable: () => false });
  return distinct(found).map(({ rule, message }) => gateFinding(rule, spot, `In a verification: ${message}`));
}

interface Named {
  readonly rule: GateId;
  readonly message: string;
}

/** Code is judged with the schema that the statement around it leaves, which its own steps may have made. */
function unknownInCode({ statement, before, after, parts }: DraftStep): readonly UnknownName[] {
  const isVariable = variablesOf(statement);
  const byStatement = new Map(parts.map((part) => [part.statement, part]));
  return piecesOf(statement).flatMap((piece) => {
    const { tree } = piece.statement;
    if (tree === undefined) return [];
    const around = byStatement.get(piece.statement) ?? { before, after };
    return unknownNamesIn({ tree, before: around.before, after: around.after, isVariable });
  });
}

/** What the catalog says that the server would refuse. */
function refusals({ before, after, statement }: DraftStep): readonly Named[] {
  // A transaction that a block ends may give the schema entries back that were there before.
  return after.notUnderstood
    .filter((entry) => entry.kind === 'refused' && !before.notUnderstood.includes(entry))
    .map(({ what }) => refusalOf(what, before, statement.text));
}

/** The catalog's own words say whether something is not there, or whether something is in the way. */
function refusalOf(what: string, catalog: Catalog, text: string): Named {
  const missing = /^(?:a |the )?(\w+) "([^"]+)".*(?:does not exist|is not known to the history)$/.exec(what);
  if (missing === null) {
    return { rule: 'draft-refused', message: `The server would refuse this: ${what}.` };
  }
  const [, kind = '', name = ''] = missing;
  const rule = ruleByKind[kind] ?? 'draft-unknown-object';
  const short = name.slice(name.indexOf('.') + 1);
  const near = rule === 'draft-unknown-relation' ? closest(short, namesIn(catalog)) : undefined;
  const hint = near === undefined || text.includes(near) ? '' : `; did you mean ${near}?`;
  return { rule, message: `${what}${hint}`.replace(/[^?]$/, '$&.') };
}

const ruleByKind: Readonly<Record<string, GateId>> = {
  relation: 'draft-unknown-relation',
  table: 'draft-unknown-relation',
  view: 'draft-unknown-relation',
  column: 'draft-unknown-column',
  type: 'draft-unknown-type',
  function: 'draft-unknown-function',
};

function namesIn({ relations }: Catalog): readonly string[] {
  return [...relations.keys()].map((name) => name.slice(name.indexOf('.') + 1));
}

/** Where the history holds what nobody could follow, a name may be known to the server and not to us. */
function isFullyKnown({ notUnderstood }: Catalog): boolean {
  return notUnderstood.every(({ kind }) => kind === 'refused');
}

function distinct<Each extends Named>(names: readonly Each[]): readonly Each[] {
  const seen = new Set<string>();
  return names.filter(({ rule, message }) => {
    const key = `${rule} ${message}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
