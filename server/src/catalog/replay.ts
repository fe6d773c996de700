import { parseSqlFile, type SqlFile } from '../sql';
import { applyStatement } from './applyStatement';
import { newSession, startSession } from './changes/session';
import { emptyCatalog } from './emptyCatalog';
import type { Catalog } from './model';
import type { ApplyStatement } from './rememberChanges';

/** One script of a history. */
export interface HistoryScript {
  readonly path: string;
  readonly sql: string;
  /** The search path with which its connection begins, where that is not the server's own. */
  readonly searchPath?: readonly string[] | undefined;
}

export interface Replay {
  /**
   * The catalog after scripts that run one after the other. What a former call has replayed and what is still the
   * same from the start on is not replayed again: after an edit of the last of many scripts only that one is.
   */
  catalogAfter(scripts: readonly HistoryScript[]): Catalog;
}

export interface ReplayOptions {
  /** How to parse a script; callers that keep parsed files give theirs. */
  readonly parse?: (sql: string) => SqlFile;
  /** How to apply a statement; callers that keep catalogs give theirs. */
  readonly apply?: ApplyStatement;
  /** The catalog before the first script, such as what a platform provides. */
  readonly start?: Catalog;
}

/** A replay that remembers the catalogs of the scripts it has seen, as many as the longest history had. */
export function createReplay(options: ReplayOptions = {}): Replay {
  const { parse = parseSqlFile, apply = applyStatement } = options;
  const start = options.start ?? emptyCatalog;
  let remembered: readonly Step[] = [];
  return {
    catalogAfter(scripts) {
      const common = commonLength(remembered, scripts);
      const steps = remembered.slice(0, common);
      let catalog = steps.at(-1)?.catalog ?? start;
      for (const script of scripts.slice(common)) {
        const start = startSession(catalog, script.searchPath);
        catalog = newSession(applyScript(start, script, parse, apply));
        steps.push({ script, catalog });
      }
      // A call for a prefix, such as the history before an older migration, must not forget what comes after it.
      if (scripts.length > common || remembered.length === 0) remembered = steps;
      return catalog;
    },
  };
}

/** The catalog after all statements of a script, its session still open. */
export function applyScript(
  catalog: Catalog,
  script: HistoryScript,
  parse: (sql: string) => SqlFile = parseSqlFile,
  apply: ApplyStatement = applyStatement,
): Catalog {
  return parse(script.sql).statements.reduce(
    (result, statement) => apply(result, statement, script.path),
    catalog,
  );
}

interface Step {
  readonly script: HistoryScript;
  readonly catalog: Catalog;
}

function commonLength(steps: readonly Step[], scripts: readonly HistoryScript[]): number {
  const different = scripts.findIndex((script, index) => {
    const step = steps[index];
    return step === undefined || !isSame(step.script, script);
  });
  return different < 0 ? scripts.length : different;
}

/** Mostly a script is compared with itself: of each of many migrations the history before it is asked for. */
function isSame(one: HistoryScript, other: HistoryScript): boolean {
  if (one === other) return true;
  const searchPathOf = ({ searchPath }: HistoryScript) => searchPath?.join();
  return one.path === other.path && one.sql === other.sql && searchPathOf(one) === searchPathOf(other);
}
