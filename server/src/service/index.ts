export { createLanguageService, type LanguageService } from './languageService';
export { laidOver, textsAfter } from './edits';
export { createReviewer, type EngineReading, type Reviewer, type ReviewRequest } from './review';
export { postgresReading } from './postgresReading';
export {
  describedRule,
  describedRules,
  docsPathOf,
  docsUrlOf,
  repositoryUrl,
  type DescribedRule,
} from './ruleIdentity';
export type * from './model';
export type { CodeLens } from './codeLenses';
export type { Hover } from './hover/hover';
export { splitTitle, type OfferedRewrite } from './offeredRewrites';
export type { InlayHint } from './inlayHints';
export type { GeneratedRollback } from './rollbacks';
export type { IgnoreEdits } from './ignoreEdits';
export type { Standing } from './analysis';
export type { MappedTable, TenancyMap } from './tenancyMap';
export type { MigrationScripts, PlacedScript } from './scripts';
