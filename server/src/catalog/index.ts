export type * from './model';
export { chooseConstraintName, chooseRelationName, qualify, type NameParts } from './objectNames';
export {
  isLeftOut,
  quoted,
  quotedList,
  quotedName,
  shortList,
  spokenList,
  spokenName,
  tenantSchema,
} from './identifiers';
export { spokenType } from './query/spokenType';
export { applyStatement, runBlock } from './applyStatement';
export type { BodyRun, RunStep } from './bodies/runBody';
export { compareCatalogs, type CatalogDifference } from './comparison/compareCatalogs';
export { rememberingChanges, type ApplyStatement } from './rememberChanges';
export { emptyCatalog } from './emptyCatalog';
export { applyScript, createReplay, type HistoryScript, type Replay, type ReplayOptions } from './replay';
export { newSession, startSession } from './changes/session';
export {
  columnTypeOf,
  creationSchema,
  resolveRelation,
  resolveRoutine,
  resolveUserType,
} from './query/resolve';
export {
  columnsOf,
  findColumn,
  findIndex,
  findRelation,
  findSequence,
  findTable,
  findView,
  indexesOf,
  isTable,
  nameOf,
  tablesOf,
  viewsOf,
  type RelationName,
} from './query/relations';
export {
  findConstraint,
  foreignKeysOf,
  keysOf,
  primaryKeyOf,
  referencingForeignKeys,
  type ForeignKey,
  type KeyConstraint,
} from './query/constraints';
export { refusedReplacement, type RefusedColumnChange } from './query/viewReplacement';
export { publicationsOf, type Publication, type PublishedTable } from './query/publications';
export {
  childrenOf,
  defaultPartitionOf,
  parentsOf,
  partitionsOf,
  type PartitionSearch,
} from './query/partitions';
export { dependentsOf, dependentViews, tablesUsingType } from './removal/dependents';
export { keyOf, type CatalogObject, type Dependent } from './removal/objects';
export {
  readExpression,
  readQuery,
  type ColumnReading,
  type OutputColumn,
  type Reading,
} from './trees/reading';
