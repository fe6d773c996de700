import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Draft, DraftPhase } from '../../server/src/drafts';

/** A draft as the corpus writes it: all that a test is not about has a usual value. */
export interface WrittenDraft {
  readonly name: string;
  /** A folder of test/workspaces; `row-flyway` where it is not said. */
  readonly workspace?: string;
  /** Findings that may stand beside an accepted draft are of no interest; this stage and id must stop the others. */
  readonly stopped?: { readonly by: 'parse' | 'policy' | 'lint' | 'rehearsal'; readonly rule: string };
  readonly title?: string;
  readonly intent?: string;
  readonly tenancy?: Draft['tenancy'];
  readonly phases: readonly WrittenPhase[];
  /** The draft that this one repairs, by the phases in which it differs. */
  readonly repairs?: readonly WrittenPhase[];
}

/** `expand`, `backfill` or `contract` has the statements. */
export interface WrittenPhase {
  readonly expand?: readonly string[];
  readonly backfill?: readonly string[];
  readonly contract?: readonly string[];
  readonly transactional?: boolean;
  readonly verify?: readonly string[];
  /** Exact with these statements, unless `lossy` or `forwardOnly` gives a reason. */
  readonly rollback?: readonly string[];
  readonly lossy?: string;
  readonly forwardOnly?: string;
}

export interface Corpus {
  /** The file's name: the kind of failure, or the kind of change. */
  readonly kind: string;
  readonly drafts: readonly WrittenDraft[];
}

/** The drafts in the YAML files of a folder beside this file. */
export function readCorpus(folder: 'good' | 'adversarial' | 'rehearsed'): readonly Corpus[] {
  const root = path.join(import.meta.dirname, folder);
  return readdirSync(root)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({
      kind: path.basename(name, '.yaml'),
      // The corpus is ours, and a test reads every key of it.
      drafts: parse(readFileSync(path.join(root, name), 'utf8')) as readonly WrittenDraft[],
    }));
}

export function draftOf(written: WrittenDraft): Draft {
  return {
    title: written.title ?? written.name,
    intent: written.intent ?? 'A change that the corpus asks for.',
    tenancy: written.tenancy ?? tenancyOf(written.workspace),
    phases: written.phases.map(phaseOf),
    assumptions: [],
    questions: [],
    tablesTouched: [],
    estimates: [],
  };
}

function tenancyOf(workspace = 'row-flyway'): Draft['tenancy'] {
  if (workspace.startsWith('schema')) return 'schema';
  return workspace.startsWith('database') ? 'database' : 'row';
}

function phaseOf(written: WrittenPhase): DraftPhase {
  const kind = (['expand', 'backfill', 'contract'] as const).find((each) => written[each] !== undefined);
  if (kind === undefined) throw new Error('a phase of the corpus has no statements');
  return {
    phase: kind,
    transactional: written.transactional ?? true,
    statements: written[kind] ?? [],
    verify: written.verify ?? [],
    rollback: {
      kind:
        written.forwardOnly !== undefined ? 'forward-only' : written.lossy !== undefined ? 'lossy' : 'exact',
      statements: written.rollback ?? [],
      dataLossReason: written.forwardOnly ?? written.lossy ?? null,
    },
    compatibility: 'the code of today, and code that knows the change',
  };
}
