export { blockedBy, effectsOutside, isStronger, mergeEffects, noEffects } from './effects';
export { elementsOf, type ExplainedElement } from './elements';
export { explainStatement } from './explain';
export { lockModes } from './model';
export type * from './model';
export { postgresRows } from './postgres';
export { serverTypeNames } from './postgres/typeChange';
export {
  serverFunctionLevel,
  serverFunctionNames,
  volatilityOf,
  type Volatility,
} from './postgres/volatility';
