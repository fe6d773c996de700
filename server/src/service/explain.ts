import { blockedBy, type Effects } from '../behaviour';
import type { ReviewedStatement } from '../rules';
import { inFile, obstacleOf, placesAt, type Analysis, type ScriptPlace } from './analysis';
import type { ExplainedFile, ExplainedFileStatement } from './model';
import { behaviourUrlOf } from './ruleIdentity';
import { syntaxErrorsAt } from './syntaxErrors';

/** What the server does for each statement of a file. A statement that cannot be parsed is left out, with an error. */
export function explainFile(analysis: Analysis, path: string): ExplainedFile {
  const { engine, version } = analysis.project.policy;
  const places = placesAt(analysis, path);
  const about = { path, engine, version, transaction: places[0]?.script.transaction ?? 'per-file' };
  const obstacle = obstacleOf(analysis, path);
  if (obstacle !== undefined) return { ...about, statements: [], errors: [obstacle] };
  return {
    ...about,
    statements: places.flatMap((place) => explainScript(analysis, place)),
    errors: places.flatMap((place) => syntaxErrorsAt(analysis, place)),
  };
}

function explainScript(analysis: Analysis, place: ScriptPlace): readonly ExplainedFileStatement[] {
  return analysis
    .review(place)
    .statements.filter(({ statement, within }) => within === undefined && statement.error === undefined)
    .map((reviewed) => explained(reviewed, analysis, place));
}

function explained(
  reviewed: ReviewedStatement,
  analysis: Analysis,
  place: ScriptPlace,
): ExplainedFileStatement {
  const { statement, inFull } = reviewed;
  const { effects } = inFull;
  return {
    index: statement.index,
    range: analysis.source(place.script.path).rangeOf(inFile(place.script, statement.span)),
    kind: inFull.kind,
    phase: effects.phase ?? null,
    locks: effects.locks.map(({ relation, mode }) => ({ relation, mode, blocks: blockedBy(mode) })),
    rewrites: effects.rewrites,
    scans: effects.scans,
    rebuildsIndexes: effects.rebuildsIndexes,
    transactional: effects.transactional,
    reversible: effects.reversible,
    dataLoss: effects.dataLoss,
    createdHere: createdRelations(reviewed),
    confidence: inFull.confidence,
    notes: notesOf(effects),
    docs: docsOf(reviewed),
  };
}

/** One sentence each, what the judgement depends on last. */
export function notesOf({ notes, dependsOn }: Effects): readonly string[] {
  return [...notes, ...dependsOn.map((circumstance) => `Not certain. ${circumstance}`)];
}

/** The manual's pages, then the rows of the behaviour page with their proofs. */
export function docsOf({ inFull }: ReviewedStatement): readonly string[] {
  const rows = inFull.actions.flatMap(({ row }) => row ?? []);
  return [...new Set([...rows.map(({ docs }) => docs), ...rows.map(({ id }) => behaviourUrlOf(id))])];
}

function createdRelations({ inFull, createdHere }: ReviewedStatement): readonly string[] {
  const touched = inFull.actions.flatMap(({ action }) => action.relation ?? []);
  return [...new Set([...inFull.effects.creates, ...touched.filter((name) => createdHere.has(name))])];
}
