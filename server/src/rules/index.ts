import type { Rule } from './model';
import { pgAddColumnConstrainedDomain } from './postgres/pg-add-column-constrained-domain';
import { pgAddColumnDefaultPre11 } from './postgres/pg-add-column-default-pre11';
import { pgAddColumnInlineCheck } from './postgres/pg-add-column-inline-check';
import { pgAddColumnInlineFk } from './postgres/pg-add-column-inline-fk';
import { pgAddColumnInlineUniquePk } from './postgres/pg-add-column-inline-unique-pk';
import { pgAddColumnJson } from './postgres/pg-add-column-json';
import { pgAddColumnNotNullNoDefault } from './postgres/pg-add-column-not-null-no-default';
import { pgAddColumnSerialIdentity } from './postgres/pg-add-column-serial-identity';
import { pgAddColumnStoredGenerated } from './postgres/pg-add-column-stored-generated';
import { pgAddColumnVolatileDefault } from './postgres/pg-add-column-volatile-default';
import { pgAddPk } from './postgres/pg-add-pk';
import { pgAdvisoryTryLockUnchecked } from './postgres/pg-advisory-try-lock-unchecked';
import { pgAlterPartitionedRecurses } from './postgres/pg-alter-partitioned-recurses';
import { pgAlterRoleSet } from './postgres/pg-alter-role-set';
import { pgAlterSystem } from './postgres/pg-alter-system';
import { pgAnalyzeAfter } from './postgres/pg-analyze-after';
import { pgApplicationName } from './postgres/pg-application-name';
import { pgAttachPartition } from './postgres/pg-attach-partition';
import { pgAttachScansDefaultPartition } from './postgres/pg-attach-scans-default-partition';
import { pgCachedPlanInvalid } from './postgres/pg-cached-plan-invalid';
import { pgChangeDefault } from './postgres/pg-change-default';
import { pgChangeTypeDependentFails } from './postgres/pg-change-type-dependent-fails';
import { pgChangeTypeRebuildsIndex } from './postgres/pg-change-type-rebuilds-index';
import { pgChangeTypeRechecksConstraint } from './postgres/pg-change-type-rechecks-constraint';
import { pgChangeTypeRewrite } from './postgres/pg-change-type-rewrite';
import { pgChangeTypeWithNotNull } from './postgres/pg-change-type-with-not-null';
import { pgCheckWithoutNotValid } from './postgres/pg-check-without-not-valid';
import { pgCicIfNotExistsInvalid } from './postgres/pg-cic-if-not-exists-invalid';
import { pgCicOnPartitionedParent } from './postgres/pg-cic-on-partitioned-parent';
import { pgClusterVacuumFull } from './postgres/pg-cluster-vacuum-full';
import { pgCommitInBlock } from './postgres/pg-commit-in-block';
import { pgConcurrentlyInTransaction } from './postgres/pg-concurrently-in-transaction';
import { pgConcurrentlyMultiStatementString } from './postgres/pg-concurrently-multi-statement-string';
import { pgCreateOrReplaceViewColumns } from './postgres/pg-create-or-replace-view-columns';
import { pgCreatePartitionOf } from './postgres/pg-create-partition-of';
import { pgCreateRule } from './postgres/pg-create-rule';
import { pgCreateTrigger } from './postgres/pg-create-trigger';
import { pgDdlDmlMixed } from './postgres/pg-ddl-dml-mixed';
import { pgDeleteTautology } from './postgres/pg-delete-tautology';
import { pgDeleteWithoutWhere } from './postgres/pg-delete-without-where';
import { pgDetachNotConcurrent } from './postgres/pg-detach-not-concurrent';
import { pgDoBlockDynamicSql } from './postgres/pg-do-block-dynamic-sql';
import { pgDomainConstraint } from './postgres/pg-domain-constraint';
import { pgDropCascade } from './postgres/pg-drop-cascade';
import { pgDropCheck } from './postgres/pg-drop-check';
import { pgDropColumn } from './postgres/pg-drop-column';
import { pgDropConstraint } from './postgres/pg-drop-constraint';
import { pgDropCreateTable } from './postgres/pg-drop-create-table';
import { pgDropDatabase } from './postgres/pg-drop-database';
import { pgDropFk } from './postgres/pg-drop-fk';
import { pgDropFkLocksParent } from './postgres/pg-drop-fk-locks-parent';
import { pgDropIndexNotConcurrent } from './postgres/pg-drop-index-not-concurrent';
import { pgDropNotNull } from './postgres/pg-drop-not-null';
import { pgDropPk } from './postgres/pg-drop-pk';
import { pgDropSchema } from './postgres/pg-drop-schema';
import { pgDropTable } from './postgres/pg-drop-table';
import { pgDropTableLocksFkParents } from './postgres/pg-drop-table-locks-fk-parents';
import { pgDropTrigger } from './postgres/pg-drop-trigger';
import { pgDuplicateOrPrefixIndex } from './postgres/pg-duplicate-or-prefix-index';
import { pgEnableDisableTrigger } from './postgres/pg-enable-disable-trigger';
import { pgEnumAddValueInUseSameTx } from './postgres/pg-enum-add-value-in-use-same-tx';
import { pgEnumOrder } from './postgres/pg-enum-order';
import { pgEnumRenameValue } from './postgres/pg-enum-rename-value';
import { pgExclusionConstraint } from './postgres/pg-exclusion-constraint';
import { pgExplicitLockTable } from './postgres/pg-explicit-lock-table';
import { pgExtensionUpgrade } from './postgres/pg-extension-upgrade';
import { pgFkInCreateTableLocksParent } from './postgres/pg-fk-in-create-table-locks-parent';
import { pgFkNotValidPartitioned } from './postgres/pg-fk-not-valid-partitioned';
import { pgFkTypeMismatch } from './postgres/pg-fk-type-mismatch';
import { pgFkWithoutIndex } from './postgres/pg-fk-without-index';
import { pgFkWithoutNotValid } from './postgres/pg-fk-without-not-valid';
import { pgGuardWrongScope } from './postgres/pg-guard-wrong-scope';
import { pgIdentifierTooLong } from './postgres/pg-identifier-too-long';
import { pgIdleInTxTimeout } from './postgres/pg-idle-in-tx-timeout';
import { pgIndexCorruption } from './postgres/pg-index-corruption';
import { pgIndexNotConcurrent } from './postgres/pg-index-not-concurrent';
import { pgIndexTooManyColumns } from './postgres/pg-index-too-many-columns';
import { pgIntPk } from './postgres/pg-int-pk';
import { pgLockTimeoutMissing } from './postgres/pg-lock-timeout-missing';
import { pgLogicalReplication } from './postgres/pg-logical-replication';
import { pgMultipleAlterSameTable } from './postgres/pg-multiple-alter-same-table';
import { pgMultipleFksOneTransaction } from './postgres/pg-multiple-fks-one-transaction';
import { pgNonIdempotentWhenNoTx } from './postgres/pg-non-idempotent-when-no-tx';
import { pgNonTransactionalStatement } from './postgres/pg-non-transactional-statement';
import { pgNotValidNeverValidated } from './postgres/pg-not-valid-never-validated';
import { pgNotValidValidateSameTx } from './postgres/pg-not-valid-validate-same-tx';
import { pgOwnerTo } from './postgres/pg-owner-to';
import { pgPkUsingNullableIndex } from './postgres/pg-pk-using-nullable-index';
import { pgRedundantNotNullCheck } from './postgres/pg-redundant-not-null-check';
import { pgRefreshMatview } from './postgres/pg-refresh-matview';
import { pgReindexNotConcurrent } from './postgres/pg-reindex-not-concurrent';
import { pgRenameColumn } from './postgres/pg-rename-column';
import { pgRenameEnum } from './postgres/pg-rename-enum';
import { pgRenameIndex } from './postgres/pg-rename-index';
import { pgRenameSchema } from './postgres/pg-rename-schema';
import { pgRenameTable } from './postgres/pg-rename-table';
import { pgRenameView } from './postgres/pg-rename-view';
import { pgReplaceIndexOrder } from './postgres/pg-replace-index-order';
import { pgReplicaIdentity } from './postgres/pg-replica-identity';
import { pgSequenceValues } from './postgres/pg-sequence-values';
import { pgSetAccessMethodTablespace } from './postgres/pg-set-access-method-tablespace';
import { pgSetExpression } from './postgres/pg-set-expression';
import { pgSetLoggedUnlogged } from './postgres/pg-set-logged-unlogged';
import { pgSetNotNullScan } from './postgres/pg-set-not-null-scan';
import { pgSetSchema } from './postgres/pg-set-schema';
import { pgStatementTimeoutMissing } from './postgres/pg-statement-timeout-missing';
import { pgStatementUnderAccessExclusive } from './postgres/pg-statement-under-access-exclusive';
import { pgTimeoutSessionScoped } from './postgres/pg-timeout-session-scoped';
import { pgTimeoutZeroOrTooLong } from './postgres/pg-timeout-zero-or-too-long';
import { pgTransactionMissing } from './postgres/pg-transaction-missing';
import { pgTransactionNesting } from './postgres/pg-transaction-nesting';
import { pgTransactionUnclosed } from './postgres/pg-transaction-unclosed';
import { pgTruncate } from './postgres/pg-truncate';
import { pgTruncateCascade } from './postgres/pg-truncate-cascade';
import { pgUnbatchedUpdate } from './postgres/pg-unbatched-update';
import { pgUniqueConstraintBuildsIndex } from './postgres/pg-unique-constraint-builds-index';
import { pgUntrackableDependency } from './postgres/pg-untrackable-dependency';
import { pgUsingIndexStillAe } from './postgres/pg-using-index-still-ae';
import { pgValidateWhileWritesBlocked } from './postgres/pg-validate-while-writes-blocked';
import { pgWideLockWindow } from './postgres/pg-wide-lock-window';
import { rlsCreateTableLikeLosesRls } from './rls/rls-create-table-like-loses-rls';
import { rlsDisable } from './rls/rls-disable';
import { rlsDropCascadeDropsPolicy } from './rls/rls-drop-cascade-drops-policy';
import { rlsDropPolicy } from './rls/rls-drop-policy';
import { rlsEnableBeforePolicy } from './rls/rls-enable-before-policy';
import { rlsEnabledNoPolicy } from './rls/rls-enabled-no-policy';
import { rlsForceBlindsBackfill } from './rls/rls-force-blinds-backfill';
import { rlsForceBlindsFkValidation } from './rls/rls-force-blinds-fk-validation';
import { rlsForceBlindsMatviewCtas } from './rls/rls-force-blinds-matview-ctas';
import { rlsForeignTable } from './rls/rls-foreign-table';
import { rlsFragilePolicyExpression } from './rls/rls-fragile-policy-expression';
import { rlsFunctionWrappedColumn } from './rls/rls-function-wrapped-column';
import { rlsGrantBypassrls } from './rls/rls-grant-bypassrls';
import { rlsGrantOnUnprotected } from './rls/rls-grant-on-unprotected';
import { rlsGrantTruncateReferences } from './rls/rls-grant-truncate-references';
import { rlsGucDefaultTenantFallback } from './rls/rls-guc-default-tenant-fallback';
import { rlsGucEmptyStringCast } from './rls/rls-guc-empty-string-cast';
import { rlsGucMissingOk } from './rls/rls-guc-missing-ok';
import { rlsGucNameMismatch } from './rls/rls-guc-name-mismatch';
import { rlsInitplan } from './rls/rls-initplan';
import { rlsNoForce } from './rls/rls-no-force';
import { rlsNotForced } from './rls/rls-not-forced';
import { rlsNotTenantExpression } from './rls/rls-not-tenant-expression';
import { rlsOwnerToAppRole } from './rls/rls-owner-to-app-role';
import { rlsPartitionChildUnprotected } from './rls/rls-partition-child-unprotected';
import { rlsPermissivePlusPermissive } from './rls/rls-permissive-plus-permissive';
import { rlsPolicyNoRls } from './rls/rls-policy-no-rls';
import { rlsPolicyNullOpen } from './rls/rls-policy-null-open';
import { rlsPolicyRefsUnprotectedTable } from './rls/rls-policy-refs-unprotected-table';
import { rlsPolicyRoleMissing } from './rls/rls-policy-role-missing';
import { rlsPolicySwapWindow } from './rls/rls-policy-swap-window';
import { rlsPolicyToPublic } from './rls/rls-policy-to-public';
import { rlsPublicationLeak } from './rls/rls-publication-leak';
import { rlsReplaceFunctionDropsSettings } from './rls/rls-replace-function-drops-settings';
import { rlsReplaceViewDropsInvoker } from './rls/rls-replace-view-drops-invoker';
import { rlsRestrictiveOnly } from './rls/rls-restrictive-only';
import { rlsSecdefFunction } from './rls/rls-secdef-function';
import { rlsSelfRecursivePolicy } from './rls/rls-self-recursive-policy';
import { rlsTableNotEnabled } from './rls/rls-table-not-enabled';
import { rlsTriggerOrRuleBypass } from './rls/rls-trigger-or-rule-bypass';
import { rlsUsingTrue } from './rls/rls-using-true';
import { rlsViewNotInvoker } from './rls/rls-view-not-invoker';
import { rlsWriteWithoutWithCheck } from './rls/rls-write-without-with-check';
import { rollbackIncomplete } from './rollback/rollback-incomplete';
import { rollbackIrreversibleUndeclared } from './rollback/rollback-irreversible-undeclared';
import { rollbackLosesData } from './rollback/rollback-loses-data';
import { rollbackMissing } from './rollback/rollback-missing';
import { rollbackWrongOrder } from './rollback/rollback-wrong-order';
import { tenantBackfillLoopOneTx } from './tenancy/tenant-backfill-loop-one-tx';
import { tenantColumnAddNotNullDirectly } from './tenancy/tenant-column-add-not-null-directly';
import { tenantColumnConstantDefault } from './tenancy/tenant-column-constant-default';
import { tenantColumnDrop } from './tenancy/tenant-column-drop';
import { tenantColumnGucDefaultStampsRows } from './tenancy/tenant-column-guc-default-stamps-rows';
import { tenantColumnNoFk } from './tenancy/tenant-column-no-fk';
import { tenantColumnNullable } from './tenancy/tenant-column-nullable';
import { tenantColumnRename } from './tenancy/tenant-column-rename';
import { tenantColumnTypeChange } from './tenancy/tenant-column-type-change';
import { tenantColumnTypeMismatch } from './tenancy/tenant-column-type-mismatch';
import { tenantContextLocalOutsideTx } from './tenancy/tenant-context-local-outside-tx';
import { tenantContextSessionSet } from './tenancy/tenant-context-session-set';
import { tenantDbClusterGlobal } from './tenancy/tenant-db-cluster-global';
import { tenantDbCreateDropInTx } from './tenancy/tenant-db-create-drop-in-tx';
import { tenantDbCrossDbName } from './tenancy/tenant-db-cross-db-name';
import { tenantDbHardcodedDatabase } from './tenancy/tenant-db-hardcoded-database';
import { tenantDbVersionSkew } from './tenancy/tenant-db-version-skew';
import { tenantDmlMissingPredicate } from './tenancy/tenant-dml-missing-predicate';
import { tenantFkCascadeFromShared } from './tenancy/tenant-fk-cascade-from-shared';
import { tenantFkCompositeNullable } from './tenancy/tenant-fk-composite-nullable';
import { tenantFkNotComposite } from './tenancy/tenant-fk-not-composite';
import { tenantFkSetNullTenant } from './tenancy/tenant-fk-set-null-tenant';
import { tenantFkSharedToTenant } from './tenancy/tenant-fk-shared-to-tenant';
import { tenantIndexDropLeading } from './tenancy/tenant-index-drop-leading';
import { tenantIndexNotLeading } from './tenancy/tenant-index-not-leading';
import { tenantLiteralInMigration } from './tenancy/tenant-literal-in-migration';
import { tenantMatview } from './tenancy/tenant-matview';
import { tenantOnConflictUnscoped } from './tenancy/tenant-on-conflict-unscoped';
import { tenantPartitionBy } from './tenancy/tenant-partition-by';
import { tenantPkMissingTenant } from './tenancy/tenant-pk-missing-tenant';
import { tenantQueryWithoutIndex } from './tenancy/tenant-query-without-index';
import { tenantRowSecurityOnError } from './tenancy/tenant-row-security-on-error';
import { tenantSchemaConcurrentlyInRunner } from './tenancy/tenant-schema-concurrently-in-runner';
import { tenantSchemaCrossTenantRef } from './tenancy/tenant-schema-cross-tenant-ref';
import { tenantSchemaDriftCreateOnly } from './tenancy/tenant-schema-drift-create-only';
import { tenantSchemaFanoutOneTx } from './tenancy/tenant-schema-fanout-one-tx';
import { tenantSchemaFunctionSearchPath } from './tenancy/tenant-schema-function-search-path';
import { tenantSchemaGlobalObject } from './tenancy/tenant-schema-global-object';
import { tenantSchemaGrantPublicSchema } from './tenancy/tenant-schema-grant-public-schema';
import { tenantSchemaHardcoded } from './tenancy/tenant-schema-hardcoded';
import { tenantSchemaLongIdentifier } from './tenancy/tenant-schema-long-identifier';
import { tenantSchemaMixedFile } from './tenancy/tenant-schema-mixed-file';
import { tenantSchemaNotIdempotent } from './tenancy/tenant-schema-not-idempotent';
import { tenantSchemaOffboardingLocksShared } from './tenancy/tenant-schema-offboarding-locks-shared';
import { tenantSchemaOnboardingLocksShared } from './tenancy/tenant-schema-onboarding-locks-shared';
import { tenantSchemaRename } from './tenancy/tenant-schema-rename';
import { tenantSchemaSearchPathPublicWrite } from './tenancy/tenant-schema-search-path-public-write';
import { tenantSchemaSearchPathSession } from './tenancy/tenant-schema-search-path-session';
import { tenantSchemaTypeShadowing } from './tenancy/tenant-schema-type-shadowing';
import { tenantSchemaUnqualifiedShared } from './tenancy/tenant-schema-unqualified-shared';
import { tenantSchemaUnquotedDynamicSql } from './tenancy/tenant-schema-unquoted-dynamic-sql';
import { tenantSeedIntoTenantTable } from './tenancy/tenant-seed-into-tenant-table';
import { tenantSetRoleNotReset } from './tenancy/tenant-set-role-not-reset';
import { tenantTableMissingColumn } from './tenancy/tenant-table-missing-column';
import { tenantUniqueNotScoped } from './tenancy/tenant-unique-not-scoped';
import { tenantUniqueNullableTenant } from './tenancy/tenant-unique-nullable-tenant';

/** Every rule, sorted by id. `npm run new-rule` adds a line here and above. */
export const rules: readonly Rule[] = [
  pgAddColumnConstrainedDomain,
  pgAddColumnDefaultPre11,
  pgAddColumnInlineCheck,
  pgAddColumnInlineFk,
  pgAddColumnInlineUniquePk,
  pgAddColumnJson,
  pgAddColumnNotNullNoDefault,
  pgAddColumnSerialIdentity,
  pgAddColumnStoredGenerated,
  pgAddColumnVolatileDefault,
  pgAddPk,
  pgAdvisoryTryLockUnchecked,
  pgAlterPartitionedRecurses,
  pgAlterRoleSet,
  pgAlterSystem,
  pgAnalyzeAfter,
  pgApplicationName,
  pgAttachPartition,
  pgAttachScansDefaultPartition,
  pgCachedPlanInvalid,
  pgChangeDefault,
  pgChangeTypeDependentFails,
  pgChangeTypeRebuildsIndex,
  pgChangeTypeRechecksConstraint,
  pgChangeTypeRewrite,
  pgChangeTypeWithNotNull,
  pgCheckWithoutNotValid,
  pgCicIfNotExistsInvalid,
  pgCicOnPartitionedParent,
  pgClusterVacuumFull,
  pgCommitInBlock,
  pgConcurrentlyInTransaction,
  pgConcurrentlyMultiStatementString,
  pgCreateOrReplaceViewColumns,
  pgCreatePartitionOf,
  pgCreateRule,
  pgCreateTrigger,
  pgDdlDmlMixed,
  pgDeleteTautology,
  pgDeleteWithoutWhere,
  pgDetachNotConcurrent,
  pgDoBlockDynamicSql,
  pgDomainConstraint,
  pgDropCascade,
  pgDropCheck,
  pgDropColumn,
  pgDropConstraint,
  pgDropCreateTable,
  pgDropDatabase,
  pgDropFk,
  pgDropFkLocksParent,
  pgDropIndexNotConcurrent,
  pgDropNotNull,
  pgDropPk,
  pgDropSchema,
  pgDropTable,
  pgDropTableLocksFkParents,
  pgDropTrigger,
  pgDuplicateOrPrefixIndex,
  pgEnableDisableTrigger,
  pgEnumAddValueInUseSameTx,
  pgEnumOrder,
  pgEnumRenameValue,
  pgExclusionConstraint,
  pgExplicitLockTable,
  pgExtensionUpgrade,
  pgFkInCreateTableLocksParent,
  pgFkNotValidPartitioned,
  pgFkTypeMismatch,
  pgFkWithoutIndex,
  pgFkWithoutNotValid,
  pgGuardWrongScope,
  pgIdentifierTooLong,
  pgIdleInTxTimeout,
  pgIndexCorruption,
  pgIndexNotConcurrent,
  pgIndexTooManyColumns,
  pgIntPk,
  pgLockTimeoutMissing,
  pgLogicalReplication,
  pgMultipleAlterSameTable,
  pgMultipleFksOneTransaction,
  pgNonIdempotentWhenNoTx,
  pgNonTransactionalStatement,
  pgNotValidNeverValidated,
  pgNotValidValidateSameTx,
  pgOwnerTo,
  pgPkUsingNullableIndex,
  pgRedundantNotNullCheck,
  pgRefreshMatview,
  pgReindexNotConcurrent,
  pgRenameColumn,
  pgRenameEnum,
  pgRenameIndex,
  pgRenameSchema,
  pgRenameTable,
  pgRenameView,
  pgReplaceIndexOrder,
  pgReplicaIdentity,
  pgSequenceValues,
  pgSetAccessMethodTablespace,
  pgSetExpression,
  pgSetLoggedUnlogged,
  pgSetNotNullScan,
  pgSetSchema,
  pgStatementTimeoutMissing,
  pgStatementUnderAccessExclusive,
  pgTimeoutSessionScoped,
  pgTimeoutZeroOrTooLong,
  pgTransactionMissing,
  pgTransactionNesting,
  pgTransactionUnclosed,
  pgTruncate,
  pgTruncateCascade,
  pgUnbatchedUpdate,
  pgUniqueConstraintBuildsIndex,
  pgUntrackableDependency,
  pgUsingIndexStillAe,
  pgValidateWhileWritesBlocked,
  pgWideLockWindow,
  rlsCreateTableLikeLosesRls,
  rlsDisable,
  rlsDropCascadeDropsPolicy,
  rlsDropPolicy,
  rlsEnableBeforePolicy,
  rlsEnabledNoPolicy,
  rlsForceBlindsBackfill,
  rlsForceBlindsFkValidation,
  rlsForceBlindsMatviewCtas,
  rlsForeignTable,
  rlsFragilePolicyExpression,
  rlsFunctionWrappedColumn,
  rlsGrantBypassrls,
  rlsGrantOnUnprotected,
  rlsGrantTruncateReferences,
  rlsGucDefaultTenantFallback,
  rlsGucEmptyStringCast,
  rlsGucMissingOk,
  rlsGucNameMismatch,
  rlsInitplan,
  rlsNoForce,
  rlsNotForced,
  rlsNotTenantExpression,
  rlsOwnerToAppRole,
  rlsPartitionChildUnprotected,
  rlsPermissivePlusPermissive,
  rlsPolicyNoRls,
  rlsPolicyNullOpen,
  rlsPolicyRefsUnprotectedTable,
  rlsPolicyRoleMissing,
  rlsPolicySwapWindow,
  rlsPolicyToPublic,
  rlsPublicationLeak,
  rlsReplaceFunctionDropsSettings,
  rlsReplaceViewDropsInvoker,
  rlsRestrictiveOnly,
  rlsSecdefFunction,
  rlsSelfRecursivePolicy,
  rlsTableNotEnabled,
  rlsTriggerOrRuleBypass,
  rlsUsingTrue,
  rlsViewNotInvoker,
  rlsWriteWithoutWithCheck,
  rollbackIncomplete,
  rollbackIrreversibleUndeclared,
  rollbackLosesData,
  rollbackMissing,
  rollbackWrongOrder,
  tenantBackfillLoopOneTx,
  tenantColumnAddNotNullDirectly,
  tenantColumnConstantDefault,
  tenantColumnDrop,
  tenantColumnGucDefaultStampsRows,
  tenantColumnNoFk,
  tenantColumnNullable,
  tenantColumnRename,
  tenantColumnTypeChange,
  tenantColumnTypeMismatch,
  tenantContextLocalOutsideTx,
  tenantContextSessionSet,
  tenantDbClusterGlobal,
  tenantDbCreateDropInTx,
  tenantDbCrossDbName,
  tenantDbHardcodedDatabase,
  tenantDbVersionSkew,
  tenantDmlMissingPredicate,
  tenantFkCascadeFromShared,
  tenantFkCompositeNullable,
  tenantFkNotComposite,
  tenantFkSetNullTenant,
  tenantFkSharedToTenant,
  tenantIndexDropLeading,
  tenantIndexNotLeading,
  tenantLiteralInMigration,
  tenantMatview,
  tenantOnConflictUnscoped,
  tenantPartitionBy,
  tenantPkMissingTenant,
  tenantQueryWithoutIndex,
  tenantRowSecurityOnError,
  tenantSchemaConcurrentlyInRunner,
  tenantSchemaCrossTenantRef,
  tenantSchemaDriftCreateOnly,
  tenantSchemaFanoutOneTx,
  tenantSchemaFunctionSearchPath,
  tenantSchemaGlobalObject,
  tenantSchemaGrantPublicSchema,
  tenantSchemaHardcoded,
  tenantSchemaLongIdentifier,
  tenantSchemaMixedFile,
  tenantSchemaNotIdempotent,
  tenantSchemaOffboardingLocksShared,
  tenantSchemaOnboardingLocksShared,
  tenantSchemaRename,
  tenantSchemaSearchPathPublicWrite,
  tenantSchemaSearchPathSession,
  tenantSchemaTypeShadowing,
  tenantSchemaUnqualifiedShared,
  tenantSchemaUnquotedDynamicSql,
  tenantSeedIntoTenantTable,
  tenantSetRoleNotReset,
  tenantTableMissingColumn,
  tenantUniqueNotScoped,
  tenantUniqueNullableTenant,
];

export { rulesByConcern } from './concerned';
export type * from './model';
