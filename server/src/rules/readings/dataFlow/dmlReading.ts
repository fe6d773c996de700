import type { Term } from './equalityClasses';
import type { RangeItem } from './rangeItems';
import type { Scope, StatementReader } from './statementReader';

/** One INSERT, UPDATE, DELETE or MERGE with the relations whose rows decide what it writes. */
export interface DmlReading {
  readonly verb: 'INSERT' | 'UPDATE' | 'DELETE' | 'MERGE';
  readonly reader: StatementReader;
  readonly target: RangeItem;
  /** What an UPDATE assigns, by column. */
  readonly assigned: ReadonlyMap<string, Term | undefined>;
}

/** Undefined where the relation that is written to has no name. */
export type ReadDml = (reader: StatementReader, scope: Scope) => DmlReading | undefined;
