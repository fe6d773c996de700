import { applyScript, type Catalog } from '../../catalog';
import { passingBefore, type RollbackStep } from '../../rewrite';
import type { Script } from '../../project';
import type { SqlFile } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';

/** A migration's rollback with what it does to the schema that the migration leaves behind. */
export interface ReplayedRollback {
  readonly script: Script;
  readonly file: SqlFile;
  /** The schema after the migration and its rollback. */
  readonly reached: Catalog;
}

/** Undefined where the migration has no rollback of its own that does anything, or is a rollback itself. */
export function replayedRollback(migration: ReviewedMigration): ReplayedRollback | undefined {
  const { down } = migration.migration;
  if (migration.direction === 'down' || down === undefined) return undefined;
  const file = migration.parse(down.sql);
  if (file.statements.length === 0) return undefined;
  const parse = (sql: string) => migration.parse(sql);
  const reached = applyScript(migration.after, { path: down.path, sql: down.sql }, parse);
  return { script: down, file, reached };
}

/** The migration's own statements; what a DO block runs is counted with its block. */
export function stepsOf(migration: ReviewedMigration): readonly Step[] {
  const own = migration.statements.filter(({ within }) => within === undefined);
  const steps = own.map((reviewed): RollbackStep => ({ ...reviewed, behaviour: reviewed.inFull }));
  const passing = passingBefore(steps);
  return steps.flatMap((step, index) => {
    const [reviewed, before] = [own[index], passing[index]];
    return reviewed === undefined || before === undefined ? [] : [{ reviewed, step, passing: before }];
  });
}

/** A statement with what those before it in the same migration have made. */
export interface Step {
  readonly reviewed: ReviewedStatement;
  readonly step: RollbackStep;
  readonly passing: ReturnType<typeof passingBefore>[number];
}
