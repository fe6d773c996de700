import type { LeakCase } from './case';

export const policyCases: readonly LeakCase[] = [];
