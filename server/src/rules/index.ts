import type { Rule } from './model';

/** Every rule, in the order of the catalogue page. `npm run new-rule` adds a line here. */
export const rules: readonly Rule[] = [];

export type * from './model';
