import type { Rule } from './model';
import { pgChangeTypeRewrite } from './postgres/pg-change-type-rewrite';
import { pgConcurrentlyInTransaction } from './postgres/pg-concurrently-in-transaction';
import { pgDeleteTautology } from './postgres/pg-delete-tautology';
import { pgDeleteWithoutWhere } from './postgres/pg-delete-without-where';
import { pgDropCascade } from './postgres/pg-drop-cascade';
import { pgDropColumn } from './postgres/pg-drop-column';
import { pgDropCreateTable } from './postgres/pg-drop-create-table';
import { pgDropDatabase } from './postgres/pg-drop-database';
import { pgDropFkLocksParent } from './postgres/pg-drop-fk-locks-parent';
import { pgDropSchema } from './postgres/pg-drop-schema';
import { pgDropTable } from './postgres/pg-drop-table';
import { pgDropTableLocksFkParents } from './postgres/pg-drop-table-locks-fk-parents';
import { pgFkInCreateTableLocksParent } from './postgres/pg-fk-in-create-table-locks-parent';
import { pgFkNotValidPartitioned } from './postgres/pg-fk-not-valid-partitioned';
import { pgFkWithoutNotValid } from './postgres/pg-fk-without-not-valid';
import { pgIndexNotConcurrent } from './postgres/pg-index-not-concurrent';
import { pgLockTimeoutMissing } from './postgres/pg-lock-timeout-missing';
import { pgMultipleFksOneTransaction } from './postgres/pg-multiple-fks-one-transaction';
import { pgSetNotNullScan } from './postgres/pg-set-not-null-scan';
import { pgTruncate } from './postgres/pg-truncate';
import { pgTruncateCascade } from './postgres/pg-truncate-cascade';
import { rlsTableNotEnabled } from './rls/rls-table-not-enabled';
import { rollbackMissing } from './rollback/rollback-missing';
import { tenantDmlMissingPredicate } from './tenancy/tenant-dml-missing-predicate';
import { tenantFkNotComposite } from './tenancy/tenant-fk-not-composite';
import { tenantTableMissingColumn } from './tenancy/tenant-table-missing-column';
import { tenantUniqueNotScoped } from './tenancy/tenant-unique-not-scoped';

/** Every rule, sorted by id. `npm run new-rule` adds a line here and above. */
export const rules: readonly Rule[] = [
  pgChangeTypeRewrite,
  pgConcurrentlyInTransaction,
  pgDeleteTautology,
  pgDeleteWithoutWhere,
  pgDropCascade,
  pgDropColumn,
  pgDropCreateTable,
  pgDropDatabase,
  pgDropFkLocksParent,
  pgDropSchema,
  pgDropTable,
  pgDropTableLocksFkParents,
  pgFkInCreateTableLocksParent,
  pgFkNotValidPartitioned,
  pgFkWithoutNotValid,
  pgIndexNotConcurrent,
  pgLockTimeoutMissing,
  pgMultipleFksOneTransaction,
  pgSetNotNullScan,
  pgTruncate,
  pgTruncateCascade,
  rlsTableNotEnabled,
  rollbackMissing,
  tenantDmlMissingPredicate,
  tenantFkNotComposite,
  tenantTableMissingColumn,
  tenantUniqueNotScoped,
];

export type * from './model';
