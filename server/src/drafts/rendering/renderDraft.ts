import {
  canMarkLaterMigration,
  writtenMigrations,
  type LaterMigration,
  type MigrationPlace,
} from '../../rewrite';
import { parseSqlFile } from '../../sql';
import { belowBlock } from '../blockFile';
import type { Draft, DraftPhase } from '../draft';
import type { DraftPlace } from '../draftPlace';
import { irreversibleReason, phaseHeader, rollbackHeader } from './header';
import { statementText } from './statementText';

/** A file of a draft as it would be written. */
export interface DraftFile {
  readonly path: string;
  readonly text: string;
  /** Index of the phase. */
  readonly phase: number;
  readonly direction: 'up' | 'down';
  /** A script with statements, or what marks one for the framework. */
  readonly kind: 'script' | 'marker';
}

/**
 * The files that a draft becomes: one a phase and direction, by the names, markers and timeouts of the project's
 * framework. Statements outside of a transaction get a file each where the runner knows no mark for a whole file.
 *
 * @param hash what tells this draft from all others, for the header of each file.
 */
export function renderDraft(draft: Draft, place: DraftPlace, hash: string): readonly DraftFile[] {
  const migrationPlace = migrationPlaceOf(place);
  const steps = draft.phases.flatMap((phase, index) =>
    stepsOf(draft, phase, index, hash, migrationPlace).map((migration) => ({ phase: index, migration })),
  );
  const written = writtenMigrations(
    migrationPlace,
    steps.map(({ migration }) => migration),
  );
  const files = (written ?? []).flatMap(({ step, direction, edits }) =>
    edits.map((edit, index): DraftFile => {
      const phase = steps[step]?.phase ?? 0;
      return {
        path: edit.path,
        text: edit.newText,
        phase,
        direction,
        kind: index === 0 ? 'script' : 'marker',
      };
    }),
  );
  return place.block === undefined ? files : belowBlock(files, place.block);
}

/** The migration that would come next in the folder, as far as files after it need to know of it. */
function migrationPlaceOf({ workspace, project, policy, folder, framework }: DraftPlace): MigrationPlace {
  const { migrations } = project;
  const request = { folder, migrations, title: 'next', transaction: 'per-file' } as const;
  const script = (path: string) =>
    ({ path, span: { start: 0, end: 0 }, sql: '', transaction: 'per-file' }) as const;
  const next = {
    version: '',
    title: 'next',
    framework: framework.id,
    folder: folder.path,
    scope: folder.scope,
    up: script(framework.newMigrationPath({ ...request, direction: 'up' })),
    down: undefined,
    repeatable: false,
    snapshot: false,
  };
  const rollback = framework.rollbackPath(next);
  return {
    migration: { ...next, down: rollback === undefined ? undefined : script(rollback) },
    direction: 'up',
    policy,
    project,
    files: workspace.files,
    parse: (sql) => parseSqlFile(sql),
  };
}

function stepsOf(
  draft: Draft,
  phase: DraftPhase,
  index: number,
  hash: string,
  place: MigrationPlace,
): readonly LaterMigration[] {
  const title = titleOf(draft, index);
  const up = phase.statements.map(statementText);
  const back = phase.rollback.statements.map(statementText);
  const comments = {
    declaration: phaseHeader(draft, index, hash),
    downDeclaration: rollbackHeader(draft, index, hash),
  };
  const transaction = phase.transactional ? 'per-file' : 'none';
  const down = phase.rollback.kind === 'forward-only' ? irreversibleReason(phase) : back;
  if (transaction === 'per-file' || (up.length < 2 && back.length < 2) || canMarkLaterMigration(place)) {
    return [{ title, up, down, transaction, ...comments }];
  }
  // The last file is undone first, so the first statement of the rollback belongs to it.
  const backOf = (part: number) =>
    back.length === up.length ? back.slice(-1 - part).slice(0, 1) : part === up.length - 1 ? back : [];
  return up.map((statement, part): LaterMigration => {
    const own = backOf(part);
    return {
      title: `${title} ${String(part + 1)}`,
      up: [statement],
      down: typeof down === 'string' ? down : own.length > 0 ? own : undoneLater,
      transaction,
      ...comments,
    };
  });
}

const undoneLater = 'the rollback of the file after it undoes both';

/** One word more where a draft has several files, so that each has a name of its own. */
function titleOf({ title, phases }: Draft, index: number): string {
  const kind = phases[index]?.phase ?? '';
  const alike = phases.filter(({ phase }) => phase === kind);
  const place = phases.slice(0, index).filter(({ phase }) => phase === kind).length;
  if (phases.length === 1) return title;
  return alike.length === 1 ? `${title} ${kind}` : `${title} ${kind} ${String(place + 1)}`;
}
