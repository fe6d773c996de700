export type * from './model';
export { frameworkIds, shapeNames } from './policyModel';
export type * from './policyModel';
export { severities, type Severity } from './severity';
