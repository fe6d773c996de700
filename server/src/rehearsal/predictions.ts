import { explainStatement, lockModes, type LockMode } from '../behaviour';
import { applyStatement, tenantSchema, type Catalog, type QualifiedName } from '../catalog';
import { parseSqlFile } from '../sql';
import type { Script } from '../project';
import type { Fixture } from './fixture';
import type { ProbeTarget } from './observe/probes';
import type { ObservedStatement } from './run/observeScript';

/** What the behaviour table says of one statement, for relations that were there before the script. */
export interface Prediction {
  readonly locks: ReadonlyMap<QualifiedName, LockMode>;
  readonly rewrites: ReadonlySet<QualifiedName>;
  readonly scans: ReadonlySet<QualifiedName>;
  readonly confidence: 'exact' | 'depends';
}

export interface ScriptPredictions {
  readonly statements: readonly Prediction[];
  /** The schema after the script. */
  readonly after: Catalog;
}

/** Predicts each statement of a script on the server's major version. */
export function predictScript(script: Script, before: Catalog, version: number): ScriptPredictions {
  let catalog = before;
  const statements = parseSqlFile(script.sql).statements.map((statement) => {
    const { effects, confidence } = explainStatement(statement, { catalog, version });
    catalog = applyStatement(catalog, statement, script.path);
    const existed = (relation: QualifiedName) => before.relations.has(relation);
    return {
      locks: new Map(
        effects.locks
          .filter(({ relation }) => existed(relation))
          .map(({ relation, mode }) => [relation, mode]),
      ),
      rewrites: new Set(effects.rewrites.filter(existed)),
      scans: new Set(effects.scans.filter(existed)),
      confidence,
    };
  });
  return { statements, after: catalog };
}

/** The same prediction for one fixture, with the tenant's own schema in the place of any tenant's. */
export function predictionFor(prediction: Prediction, fixture: Fixture): Prediction {
  const prefix = `${tenantSchema}.`;
  const own = ownSchema(fixture);
  const named = (relation: QualifiedName) =>
    relation.startsWith(prefix) ? `${own}.${relation.slice(prefix.length)}` : relation;
  return {
    ...prediction,
    locks: new Map([...prediction.locks].map(([relation, mode]) => [named(relation), mode])),
    rewrites: new Set([...prediction.rewrites].map(named)),
    scans: new Set([...prediction.scans].map(named)),
  };
}

/** The same targets for one fixture, with the tenant's own schema in the place of any tenant's. */
export function probeTargetsFor(targets: readonly ProbeTarget[], fixture: Fixture): readonly ProbeTarget[] {
  return targets.map((target) =>
    target.schema === tenantSchema ? { ...target, schema: ownSchema(fixture) } : target,
  );
}

function ownSchema({ tenants: [tenant] }: Fixture): string {
  return tenant?.schema ?? tenantSchema;
}

/** Where prediction and observation differ, one line each; empty where they agree. */
export function differencesFrom(prediction: Prediction, seen: ObservedStatement): readonly string[] {
  const { observation, witness } = seen;
  const observed = new Map(observation.locks.map(({ relation, mode }) => [relation, mode]));
  const unpredicted = [...observed].filter(([relation, mode]) =>
    isStronger(mode, prediction.locks.get(relation)),
  );
  // A sampler can miss a short lock, so only the transaction's own reading proves that one was not taken.
  const notTaken =
    witness === 'sampler'
      ? []
      : [...prediction.locks].filter(([relation, mode]) => isStronger(mode, observation.held.get(relation)));
  return [
    ...unpredicted.map(([relation, mode]) => `${mode} on ${relation} was taken, not predicted`),
    ...notTaken.map(([relation, mode]) => `${mode} on ${relation} was predicted, not taken`),
    ...setDifferences('rewritten', prediction.rewrites, observation.rewrites),
    ...(witness === 'sampler' ? [] : setDifferences('read in full', prediction.scans, observation.scans)),
  ];
}

/** Tables that the script is said to lock. */
export function probeTargetsOf(predictions: readonly Prediction[], catalog: Catalog): readonly ProbeTarget[] {
  const names = new Set(predictions.flatMap(({ locks }) => [...locks.keys()]));
  return [...names].toSorted().flatMap((name) => {
    const relation = catalog.relations.get(name);
    const isTable = relation?.kind === 'table' || relation?.kind === 'partitioned';
    return isTable ? [{ schema: relation.schema, name: relation.name }] : [];
  });
}

function isStronger(mode: LockMode, than: LockMode | undefined): boolean {
  return than === undefined || lockModes.indexOf(mode) > lockModes.indexOf(than);
}

function setDifferences(
  word: string,
  predicted: ReadonlySet<string>,
  observed: readonly string[],
): readonly string[] {
  const seen = new Set(observed);
  return [
    ...[...seen]
      .filter((relation) => !predicted.has(relation))
      .map((relation) => `${relation} was ${word}, not predicted`),
    ...[...predicted]
      .filter((relation) => !seen.has(relation))
      .map((relation) => `${relation} was predicted to be ${word}, and was not`),
  ];
}
