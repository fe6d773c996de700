import { findTable, type QualifiedName, type Table } from '../../catalog';
import { nodeAs, type Span } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { isGuardedByRowSecurity } from './rowSecurity';

export type RowSecurityFlag =
  'AT_EnableRowSecurity' | 'AT_DisableRowSecurity' | 'AT_ForceRowSecurity' | 'AT_NoForceRowSecurity';

/** A sub-command of ALTER TABLE that switches row-level security, or whether it holds for the owner. */
export interface FlagChange {
  readonly reviewed: ReviewedStatement;
  readonly name: QualifiedName;
  readonly span: Span;
  /** Whether the statement does nothing else. */
  readonly isAlone: boolean;
  /** The table as the script finds it, undefined for a new one, and as it leaves it. */
  readonly old: Table | undefined;
  readonly last: Table;
}

/** Tables that the script drops again are left out, as are rollbacks, which bring back what there was. */
export function flagChanges(migration: ReviewedMigration, flag: RowSecurityFlag): readonly FlagChange[] {
  if (!isGuardedByRowSecurity(migration.policy) || migration.direction === 'down') return [];
  return migration.statements.flatMap((reviewed) =>
    reviewed.behaviour.actions.flatMap(({ action: { content, relation, span } }): readonly FlagChange[] => {
      if (relation === undefined || nodeAs(content, 'AlterTableCmd')?.subtype !== flag) return [];
      const last = findTable(migration.after, relation);
      if (last === undefined || last.uncertain !== undefined) return [];
      const old = reviewed.createdHere.has(relation) ? undefined : findTable(migration.before, relation);
      const isAlone = reviewed.behaviour.actions.length === 1;
      return [{ reviewed, name: relation, span, isAlone, old, last }];
    }),
  );
}
