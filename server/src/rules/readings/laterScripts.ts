import type { Project, Script } from '../../project';
import type { Statement } from '../../sql';
import type { ReviewedMigration } from '../model';

/** The migrations that run after the one under review, in their order; none for a file outside the migration folders. */
export function scriptsAfter({ migration, project }: ReviewedMigration): readonly Script[] {
  const place = placesOf(project).get(migration.up.path);
  return place === undefined ? [] : project.migrations.slice(place + 1).map(({ up }) => up);
}

/**
 * Whether a statement of a later migration is of that kind. Only scripts that hold the word, in upper or lower case, are
 * read: a project may have a thousand of them.
 */
export function someLaterStatement(
  migration: ReviewedMigration,
  word: string,
  matches: (statement: Statement) => boolean,
): boolean {
  const { project } = migration;
  const place = placesOf(project).get(migration.migration.up.path);
  if (place === undefined || place === project.migrations.length - 1) return false;
  return holdingWord(project, word.toLowerCase()).some(
    (holding) => holding.place > place && migration.parse(holding.script.sql).statements.some(matches),
  );
}

/** The place of each migration by its path; every statement of a thousand migrations may ask for it. */
function placesOf(project: Project): ReadonlyMap<string, number> {
  const known = placesByProject.get(project);
  if (known !== undefined) return known;
  const places = new Map<string, number>();
  for (const [place, { up }] of project.migrations.entries()) {
    if (!places.has(up.path)) places.set(up.path, place);
  }
  placesByProject.set(project, places);
  return places;
}

const placesByProject = new WeakMap<Project, ReadonlyMap<string, number>>();

interface PlacedScript {
  readonly place: number;
  readonly script: Script;
}

/** The scripts of a project that hold a word in lower case, whichever migration asks. */
function holdingWord(project: Project, word: string): readonly PlacedScript[] {
  const known = scriptsByWord.get(project) ?? new Map<string, readonly PlacedScript[]>();
  scriptsByWord.set(project, known);
  const scripts = known.get(word) ?? placesOfWord(project, word);
  known.set(word, scripts);
  return scripts;
}

const scriptsByWord = new WeakMap<Project, Map<string, readonly PlacedScript[]>>();

function placesOfWord(project: Project, word: string): readonly PlacedScript[] {
  const { text, ends } = allTextOf(project);
  let at = text.indexOf(word);
  return project.migrations.flatMap(({ up }, place) => {
    const end = ends[place] ?? text.length;
    if (at < 0 || at >= end) return [];
    at = text.indexOf(word, end);
    return { place, script: up };
  });
}

/** The scripts of a project in lower case, and where each ends: one long text is searched sooner than a thousand short ones. */
interface AllText {
  readonly text: string;
  readonly ends: readonly number[];
}

function allTextOf(project: Project): AllText {
  const known = textByProject.get(project);
  if (known !== undefined) return known;
  const ends: number[] = [];
  let text = '';
  for (const { up } of project.migrations) {
    // No word holds this character, so that none is found where two scripts meet.
    text += `${up.sql.toLowerCase()}\0`;
    ends.push(text.length);
  }
  const all = { text, ends };
  textByProject.set(project, all);
  return all;
}

const textByProject = new WeakMap<Project, AllText>();
