import type { Node } from '@pgsql/types';
import { resolveRelation, resolveRoutine, type Catalog } from '../../../catalog';
import {
  constantOf,
  isHole,
  kindOf,
  nameOfRangeVar,
  nodeAs,
  rangeVarsIn,
  scanSql,
  splitSql,
  stringsOf,
  type ExecuteStep,
  type Statement,
} from '../../../sql';
import type { DraftPlace } from '../../draftPlace';
import type { GateFinding } from '../../gateResult';
import { codeOf, executesIn, piecesOf, type SqlPiece } from '../code';
import { gateFinding } from '../findings';
import { callsIn, isSystemRelation } from '../names/unknownNames';
import type { DraftStep } from '../walk';
import { refusedCall } from './allowedCalls';
import { refusedStatement, type Refused } from './allowedStatements';
import { refusedGrant } from './grants';
import { refusedSetting, refusedSettingCall } from './settings';
import { refusedTenant } from './tenantSchemas';

/** What a drafted statement, or the code in it, may not do. Each reason once for each statement. */
export function statementFindings(step: DraftStep, place: DraftPlace): readonly GateFinding[] {
  const { statement, spot, before, sql } = step;
  const refused = [
    ...directivesIn(statement, sql),
    ...piecesOf(statement).flatMap((piece) => refusedPiece(piece, before, place)),
    ...refusedCode(statement, before, place),
    ...securityDefiner(statement.tree),
  ];
  const seen = new Set<string>();
  return refused.flatMap(({ rule, message }) => {
    if (seen.has(rule + message)) return [];
    seen.add(rule + message);
    return gateFinding(rule, spot, message);
  });
}

function refusedPiece(
  { statement: { tree }, place: where }: SqlPiece,
  catalog: Catalog,
  place: DraftPlace,
): readonly Refused[] {
  return tree === undefined ? [] : refusedTree(tree, where, catalog, place);
}

/** Why a tree may not run, whatever holds it. */
export function refusedTree(
  tree: Node,
  where: SqlPiece['place'],
  catalog: Catalog,
  place: DraftPlace,
): readonly Refused[] {
  const statement = refusedStatement(tree, where);
  return [
    ...(statement === undefined ? [] : [statement]),
    ...refusedCalls(tree, catalog),
    ...refusedRelations(tree, catalog),
    ...refusedSetting(tree, place.policy),
    ...refusedGrant(tree, catalog, place.policy),
    ...refusedTenant(tree, place),
  ];
}

/** Functions of the schema are the project's own, and were judged when they came into it. */
function refusedCalls(tree: Node, catalog: Catalog): readonly Refused[] {
  return callsIn(tree).flatMap((call) => {
    const names = stringsOf(call.funcname);
    const name = names.at(-1) ?? '';
    if (catalog.routines.has(resolveRoutine(catalog, { schema: names.at(-2), name }))) return [];
    return [refusedCall(name), refusedSettingCall(call)].filter((refused) => refused !== undefined);
  });
}

/** Where the schema is described; nothing in them is a row of anybody, or a secret. */
const readableSystemTables: ReadonlySet<string> = new Set([
  'pg_attrdef',
  'pg_attribute',
  'pg_class',
  'pg_constraint',
  'pg_depend',
  'pg_enum',
  'pg_extension',
  'pg_index',
  'pg_indexes',
  'pg_inherits',
  'pg_matviews',
  'pg_namespace',
  'pg_partitioned_table',
  'pg_policies',
  'pg_policy',
  'pg_proc',
  'pg_sequence',
  'pg_sequences',
  'pg_tables',
  'pg_trigger',
  'pg_type',
  'pg_views',
]);

function refusedRelations(tree: Node, catalog: Catalog): readonly Refused[] {
  const target = changedRelation(tree);
  return rangeVarsIn(tree).flatMap((relation): readonly Refused[] => {
    const written = nameOfRangeVar(relation);
    if (written === undefined || !isSystemRelation(written)) return [];
    if (written.schema === undefined && catalog.relations.has(resolveRelation(catalog, written))) return [];
    const isChanged = relation === target;
    const isReadable = written.schema === 'information_schema' || readableSystemTables.has(written.name);
    if (isReadable && !isChanged) return [];
    const what = isChanged
      ? 'changes a system table'
      : 'tells of the server, of roles, or of other sessions’ rows';
    return [
      { rule: 'draft-system-tables', message: `${written.name} ${what}: keep to the project’s own tables.` },
    ];
  });
}

function changedRelation(tree: Node): object | undefined {
  return (
    nodeAs(tree, 'InsertStmt')?.relation ??
    nodeAs(tree, 'UpdateStmt')?.relation ??
    nodeAs(tree, 'DeleteStmt')?.relation ??
    nodeAs(tree, 'MergeStmt')?.relation ??
    nodeAs(tree, 'AlterTableStmt')?.relation ??
    nodeAs(tree, 'IndexStmt')?.relation
  );
}

/** Code that cannot be read, SQL that it puts together, and calls in the parts of it that are no queries. */
function refusedCode(statement: Statement, catalog: Catalog, place: DraftPlace): readonly Refused[] {
  const code = codeOf(statement);
  if (code === undefined) return [];
  if (code.isUnreadable) {
    return [
      {
        rule: 'draft-unreadable-code',
        message:
          'This code cannot be read, so nobody can say what it does: write plain SQL or simpler PL/pgSQL.',
      },
    ];
  }
  return [
    ...executesIn(code.body?.steps ?? []).flatMap((step) => refusedExecute(step, catalog, place)),
    ...wordsIn(code.text),
    ...hiddenSettings(statement, code.text),
  ];
}

function refusedExecute({ executed }: ExecuteStep, catalog: Catalog, place: DraftPlace): readonly Refused[] {
  switch (executed.kind) {
    case 'constant':
      // Its statements are among the pieces of the code.
      return executed.statements.length === 0 || executed.statements.some(({ tree }) => tree === undefined)
        ? [dynamicSql]
        : [];
    case 'unknown':
      return [dynamicSql];
    case 'template': {
      const { trees, unquoted } = executed.template;
      if (trees.length === 0 || unquoted.length > 0) return [dynamicSql];
      return trees.flatMap((tree) => [
        ...(hidesWhatItDoes(tree) ? [dynamicSql] : []),
        ...refusedTree(tree, 'code', catalog, place),
      ]);
    }
  }
}

const dynamicSql: Refused = {
  rule: 'draft-dynamic-sql',
  message:
    'This runs SQL that is put together when it runs, and nobody can say what it will be: write the statement, or keep all but names and constants (%I, %L) as they are.',
};

/** Protection that hangs on a name which only the run knows cannot be compared with what was there before. */
function hidesWhatItDoes(tree: Node): boolean {
  const kind = kindOf(tree);
  const drop = nodeAs(tree, 'DropStmt');
  if (kind === 'AlterPolicyStmt' || kind === 'CreateFunctionStmt' || kind === 'DoStmt') return true;
  if (drop !== undefined && ['OBJECT_POLICY', 'OBJECT_TABLE'].includes(drop.removeType ?? '')) return true;
  const called = callsIn(tree).some((call) => stringsOf(call.funcname).some(isHole));
  return called || nodeAs(tree, 'GrantStmt')?.grantees?.some(isHoleRole) === true;
}

function isHoleRole(node: Node): boolean {
  return isHole(nodeAs(node, 'RoleSpec')?.rolename);
}

/**
 * RETURN, RAISE and the values of declarations are no queries that anybody has read: there, every word that means a
 * function or a table which drafts may not use is refused, whatever else it may mean.
 */
function wordsIn(code: string): readonly Refused[] {
  const tokens = scanSql(code);
  return tokens.flatMap(({ text }, index): readonly Refused[] => {
    const word = (text.startsWith('"') ? text.slice(1, -1) : text.toLowerCase()).trim();
    if (tokens[index + 1]?.text === '(') {
      const refused = refusedCall(word);
      if (refused !== undefined) return [refused];
    }
    if (!isSystemRelation({ schema: undefined, name: word }) || readableSystemTables.has(word)) return [];
    return [
      {
        rule: 'draft-system-tables',
        message: `${word} tells of the server, of roles, or of other sessions’ rows: keep to the project’s own tables.`,
      },
    ];
  });
}

/** A setting that is set where no query has been read, such as in RETURN. */
function hiddenSettings(statement: Statement, code: string): readonly Refused[] {
  const isSetting = (name: string | undefined) => name?.toLowerCase() === 'set_config';
  const written = scanSql(code).filter(({ text }) => isSetting(text.replaceAll('"', ''))).length;
  const read = piecesOf(statement)
    .filter(({ place }) => place === 'code')
    .flatMap((piece) => (piece.statement.tree === undefined ? [] : callsIn(piece.statement.tree)))
    .filter((call) => isSetting(stringsOf(call.funcname).at(-1))).length;
  if (written <= read) return [];
  const message = 'A setting is set where nobody can read which: call set_config in a statement of its own.';
  return [{ rule: 'draft-changes-settings', message }];
}

const directive =
  /^(?:--|\/\*)[\s*·]*(?:tenantsafe|flyway|atlas|liquibase|changeset|migrate|dbmate|sqitch|pgroll|squawk|prisma|lossy\s*:|irreversible\s*:|\+\s*\w)/i;

/** Comments in a statement's string that a linter or a migration tool would follow, those in its code among them. */
function directivesIn(statement: Statement, sql: string): readonly Refused[] {
  const code = codeOf(statement);
  const comments = [...splitSql(sql).comments, ...(code === undefined ? [] : splitSql(code.text).comments)];
  const found = comments.find(({ text }) => directive.test(text));
  return found === undefined
    ? []
    : [
        {
          rule: 'draft-directive',
          message:
            'A comment here is a directive to the linter or to a migration tool: leave it out, the files get their own.',
        },
      ];
}

/** Whoever may call it has its owner's rights, and whoever may write to a schema on the path decides what it runs. */
function securityDefiner(tree: Node | undefined): readonly Refused[] {
  const options = (nodeAs(tree, 'CreateFunctionStmt')?.options ?? []).map((option) =>
    nodeAs(option, 'DefElem'),
  );
  const security = options.find((option) => option?.defname === 'security')?.arg;
  if (nodeAs(security, 'Boolean')?.boolval !== true) return [];
  const hasPath = options.some((option) => {
    const set = option?.defname === 'set' ? nodeAs(option.arg, 'VariableSetStmt') : undefined;
    return set?.name === 'search_path' && (set.args ?? []).every((value) => constantOf(value) !== undefined);
  });
  if (hasPath) return [];
  return [
    {
      rule: 'draft-security-definer',
      message:
        'This function runs with its owner’s rights and the caller’s search path: leave SECURITY DEFINER out, or SET search_path in it.',
    },
  ];
}
