import { applyScript, resolveRelation, type Catalog, type QualifiedName } from '../../catalog';
import { nameOfParts, nodeAs, parseSqlFile, relationsNamedIn, type Statement } from '../../sql';
import { explainStatement } from '../explain';
import type { BehaviourRow, Effects, Example, ExplainedStatement } from '../model';

/** The servers that every example is replayed on: the oldest and the newest that are supported. */
export const provedVersions = [14, 18] as const;
export type ProvedVersion = (typeof provedVersions)[number];

/** What an example shows, on each server that shows the same. */
export interface Proof {
  readonly example: Example;
  readonly versions: readonly ProvedVersion[];
  readonly outcome: Outcome | 'refused';
}

export interface Outcome {
  readonly effects: Effects;
  /** Relations that the statement itself is about; all others are neighbours. */
  readonly targets: ReadonlySet<QualifiedName>;
}

/** All that a row's examples show, in their order; an example on which versions differ gives a proof for each. */
export function proofsOf(row: BehaviourRow, schema: Catalog): readonly Proof[] {
  return row.examples.flatMap((example) => proofsOfExample(example, schema));
}

function proofsOfExample(example: Example, schema: Catalog): readonly Proof[] {
  const versions = provedVersions.filter(
    (version) => version >= (example.since ?? 0) && version <= (example.until ?? Infinity),
  );
  if (example.refusedWith !== undefined) return [{ example, versions, outcome: 'refused' }];
  const [statement] = parseSqlFile(example.sql).statements;
  if (statement === undefined) throw new Error(`the example has no statement: ${example.sql}`);
  const catalog = applyScript(schema, { path: 'example.sql', sql: example.setup ?? '' });
  const byOutcome = new Map<string, Proof & { readonly versions: ProvedVersion[] }>();
  for (const version of versions) {
    const explained = explainStatement(statement, { catalog, version });
    const outcome = { effects: explained.effects, targets: targetsOf(statement, explained, catalog) };
    const key = JSON.stringify(explained.effects);
    const same = byOutcome.get(key);
    if (same === undefined) byOutcome.set(key, { example, versions: [version], outcome });
    else same.versions.push(version);
  }
  return [...byOutcome.values()];
}

/** Statements about several relations, such as TRUNCATE and DROP, name them without one being the target. */
function targetsOf(
  statement: Statement,
  { actions }: ExplainedStatement,
  catalog: Catalog,
): ReadonlySet<QualifiedName> {
  const targets = actions.flatMap(({ action }) => action.relation ?? []);
  if (targets.length > 0 || statement.tree === undefined) return new Set(targets);
  const dropped = nodeAs(statement.tree, 'DropStmt')?.objects ?? [];
  const named = [
    ...relationsNamedIn(statement.tree),
    ...dropped.flatMap((object) => nameOfParts(object) ?? []),
  ];
  return new Set(named.map((name) => resolveRelation(catalog, name)));
}
