import type { FuncCall, Node } from '@pgsql/types';
import { resolveRelation } from '../../catalog';
import {
  constantOf,
  nameOfRangeVar,
  nodeAs,
  stringsOf,
  typeOf,
  walk,
  type Span,
  type Statement,
} from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spanOfCall } from '../readings/policyExpressions';
import { isGuardedByRowSecurity } from '../readings/rowSecurity';

/** A tenant setting that is cast as it is: once a transaction has set it, the connection keeps it as an empty text. */
export const rlsGucEmptyStringCast: Rule = {
  id: 'rls-guc-empty-string-cast',
  category: 'rls',
  severity: 'warning',
  summary: 'A policy or view that casts current_setting() without NULLIF, which fails on reused connections',
  check: (migration) => findingsByStatement(migration, findingFor),
};

/** A call of current_setting whose text a cast takes, and the type that it is cast to. */
interface SettingCast {
  readonly setting: string;
  readonly type: string;
  readonly call: Span;
}

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (!isGuardedByRowSecurity(migration.policy)) return undefined;
  const place = placeOf(reviewed);
  const casts = place === undefined ? [] : castsIn(reviewed.statement);
  const [first] = casts;
  if (place === undefined || first === undefined) return undefined;
  return {
    what: `${first.setting} is an empty text, and not NULL, on a connection where an earlier transaction had set it; the cast to ${first.type} fails there (22P02).`,
    who: `Queries through this ${place.kind} fail for any tenant whose request gets a pooled connection and does not set ${first.setting}, instead of seeing no rows.`,
    remedy: `Write NULLIF(current_setting('${first.setting}', true), '')::${first.type}.`,
    span: first.call,
    relations: place.relations,
    fixes: [withNullif(casts, migration)],
  };
}

/** Where the expression is kept and asked again with every query. */
function placeOf({
  statement: { tree },
  before,
}: ReviewedStatement):
  { readonly kind: 'policy' | 'view'; readonly relations: readonly string[] } | undefined {
  const view = nodeAs(tree, 'ViewStmt')?.view;
  const table = (nodeAs(tree, 'CreatePolicyStmt') ?? nodeAs(tree, 'AlterPolicyStmt'))?.table;
  const written = nameOfRangeVar(view ?? table);
  if (written === undefined) return undefined;
  return { kind: view === undefined ? 'policy' : 'view', relations: [resolveRelation(before, written)] };
}

function castsIn(statement: Statement): readonly SettingCast[] {
  const casts: SettingCast[] = [];
  if (statement.tree === undefined) return casts;
  walk(statement.tree, (node) => {
    // A CASE may ask for the empty text before it casts.
    if (nodeAs(node, 'CaseExpr') !== undefined) return false;
    const cast = nodeAs(node, 'TypeCast');
    const type = typeOf(cast?.typeName);
    const call = cast?.arg === undefined ? undefined : settingCallIn(cast.arg);
    if (type === undefined || call === undefined || !isRefusingEmpty(type.name)) return undefined;
    const span = spanOfCall(statement, call.location);
    const setting = call.args?.[0] === undefined ? undefined : constantOf(call.args[0]);
    // The server's own settings are never empty where they were not.
    if (span === undefined || typeof setting !== 'string' || !setting.includes('.')) return undefined;
    casts.push({ setting, type: spelled(type.name), call: span });
    return false;
  });
  return casts;
}

/** The call, also through `(SELECT …)` and casts to text, which change nothing. */
function settingCallIn(expression: Node): FuncCall | undefined {
  const cast = nodeAs(expression, 'TypeCast');
  if (cast?.arg !== undefined) {
    return isRefusingEmpty(typeOf(cast.typeName)?.name) ? undefined : settingCallIn(cast.arg);
  }
  const select = nodeAs(nodeAs(expression, 'SubLink')?.subselect, 'SelectStmt');
  const [target] = select?.targetList ?? [];
  const selected = nodeAs(target, 'ResTarget')?.val;
  if (select?.fromClause === undefined && selected !== undefined) return settingCallIn(selected);
  const call = nodeAs(expression, 'FuncCall');
  return stringsOf(call?.funcname).at(-1) === 'current_setting' ? call : undefined;
}

/** Types of `pg_catalog` that tenants' ids have, and for which the empty text is no value. */
const namesByRefusingType: ReadonlyMap<string, string> = new Map([
  ['uuid', 'uuid'],
  ['int2', 'smallint'],
  ['int4', 'integer'],
  ['int8', 'bigint'],
  ['numeric', 'numeric'],
  ['bool', 'boolean'],
  ['json', 'json'],
  ['jsonb', 'jsonb'],
]);

function isRefusingEmpty(type: string | undefined): boolean {
  return type !== undefined && namesByRefusingType.has(type);
}

function spelled(type: string): string {
  return namesByRefusingType.get(type) ?? type;
}

function withNullif(casts: readonly SettingCast[], migration: ReviewedMigration): Fix {
  return {
    title: 'Take an empty setting for one that is not set (NULLIF)',
    preferred: true,
    edits: casts.flatMap(({ call }) => [
      insertion(migration, call.start, 'NULLIF('),
      insertion(migration, call.end, ", '')"),
    ]),
  };
}
