import type { Node } from '@pgsql/types';
import { applyStatement, type Catalog } from '../../catalog';
import { parseSqlFile, sqlOf, type Statement } from '../../sql';
import type { Phase, Scope, Undo } from './model';
import { changeColumns, addColumns } from './restore/columns';
import { changeComments } from './restore/comments';
import {
  addConstraints,
  addForeignKeys,
  changeConstraints,
  dropConstraints,
  dropForeignKeys,
} from './restore/constraints';
import { removeEnumLabels } from './restore/enums';
import { changeTriggers, createPolicies, createRules, createTriggers } from './restore/guards';
import { createIndexes } from './restore/indexes';
import {
  changeMemberships,
  createDefinitions,
  createExtensions,
  createRoles,
  createSchemas,
} from './restore/otherObjects';
import { changeDefaultGrants, changeOwners, giveGrants, revokeGrants } from './restore/privileges';
import {
  detachPartitions,
  dropColumns,
  dropDefinitions,
  dropExtensions,
  dropIndexes,
  dropPolicies,
  dropRoles,
  dropRoutines,
  dropRules,
  dropSchemas,
  dropSequences,
  dropTables,
  dropTriggers,
  dropTypes,
  dropViews,
} from './restore/removals';
import { createRoutines, createRoutinesOnTables } from './restore/routines';
import { changeSequences, createSequences } from './restore/sequences';
import { attachPartitions, changeRowSecurity, changeTableSettings, createTables } from './restore/tables';
import { changeCompositeTypes, changeDomains, createTypes } from './restore/types';
import { changeViewOptions, createViews, dropChangedViews } from './restore/views';

/** A statement of a restoration with its text. */
export interface RestoringStatement extends Undo {
  readonly sql: string;
}

export interface Restoration {
  readonly statements: readonly RestoringStatement[];
  /** The schema after them, the second of the two or as near to it as statements can come. */
  readonly reached: Catalog;
}

/**
 * What must be dropped goes first, dependants before what they depend on; then what is missing comes back, in the
 * opposite order. Access is taken before policies and row security change, and given after them.
 */
const phases: readonly Phase[] = [
  revokeGrants,
  dropTriggers,
  dropRules,
  dropPolicies,
  dropViews,
  dropChangedViews,
  dropDefinitions,
  detachPartitions,
  dropForeignKeys,
  dropConstraints,
  dropIndexes,
  dropTables,
  dropColumns,
  createSchemas,
  createRoles,
  createExtensions,
  createTypes,
  createSequences,
  createRoutines,
  createTables,
  addColumns,
  changeColumns,
  changeDomains,
  changeCompositeTypes,
  removeEnumLabels,
  createRoutinesOnTables,
  attachPartitions,
  addConstraints,
  addForeignKeys,
  changeConstraints,
  createViews,
  createIndexes,
  changeSequences,
  changeTableSettings,
  changeViewOptions,
  createTriggers,
  changeTriggers,
  createRules,
  changeRowSecurity,
  createPolicies,
  dropSequences,
  dropRoutines,
  dropTypes,
  dropExtensions,
  dropSchemas,
  createDefinitions,
  changeOwners,
  revokeGrants,
  giveGrants,
  changeDefaultGrants,
  changeComments,
  changeMemberships,
  dropRoles,
];

/** The statements that take the first schema to the second; each phase starts where the one before has come to. */
export function restoreSchema(from: Catalog, to: Catalog, scope: Scope): Restoration {
  return phases.reduce<Restoration>(
    (restoration, phase) => {
      const undos = phase(restoration.reached, to, scope);
      return undos.length === 0 ? restoration : applied(restoration, undos);
    },
    { statements: [], reached: from },
  );
}

/** A restoration that goes on with given statements. What the server would refuse is left out. */
export function applied(restoration: Restoration, undos: readonly Undo[]): Restoration {
  return undos.reduce<Restoration>(({ statements, reached }, undo) => {
    const sql = printed(undo.tree);
    if (sql === undefined) return { statements, reached };
    const next = parsed(sql).reduce(
      (catalog, statement) => applyStatement(catalog, statement, rollbackPath),
      reached,
    );
    if (undo.isAboutRows === true) return { statements: [...statements, { ...undo, sql }], reached };
    const isRefused = next.notUnderstood.length > reached.notUnderstood.length;
    return isRefused
      ? { statements, reached }
      : { statements: [...statements, { ...undo, sql }], reached: next };
  }, restoration);
}

/** Undefined for the few statements that the deparser does not know. */
function printed(tree: Node): string | undefined {
  try {
    return sqlOf(tree);
  } catch {
    return undefined;
  }
}

/** Where the statements will stand is not known yet. */
const rollbackPath = 'rollback.sql';

function parsed(sql: string): readonly Statement[] {
  return parseSqlFile(sql).statements;
}
