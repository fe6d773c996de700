import type { QualifiedName, Relation } from '../../../catalog';
import type { Span } from '../../../sql';
import type { Term } from './equalityClasses';

/** One entry of a FROM list, a target of DML, or a row that a foreign key points to. */
export interface RangeItem {
  readonly id: number;
  /** The name that the statement's expressions know it by; undefined for a row that is only implied. */
  readonly name: string | undefined;
  /** Undefined for sub-selects, CTEs and functions. */
  readonly relation: QualifiedName | undefined;
  readonly definition: Relation | undefined;
  /** Undefined where nobody can tell, as for a function. */
  readonly columns: readonly string[] | undefined;
  /** Place in the file of the relation's name with its alias; of the view's, where the view reads the relation. */
  readonly span: Span;
  /** The view that reads it. */
  readonly through: QualifiedName | undefined;
  /** The query level whose expressions can name it. */
  readonly block: QueryBlock;
  /** The arms of UNION and the like in which it stands; rows of two arms never meet. */
  readonly arms: readonly Arm[];
}

/** Rows that a query takes together: by GROUP BY, as a window's partition, or by DISTINCT ON. */
export interface RowGroup {
  readonly clause: 'GROUP BY' | 'PARTITION BY' | 'DISTINCT ON';
  readonly items: readonly RangeItem[];
  /** The columns that the keys are, or are computed from. */
  readonly keys: readonly Term[];
  /** Columns of its items that a condition holds to one value, whatever group it is. */
  readonly pinned: ReadonlySet<Term>;
  /** Where a further key can be written, right before the first; undefined where the text stands elsewhere. */
  readonly firstKey: number | undefined;
}

export interface Arm {
  readonly operation: object;
  readonly side: 'left' | 'right';
}

/** A query level: what its expressions can name, and the level around it that they can name too. */
export interface QueryBlock {
  readonly around: QueryBlock | undefined;
  readonly items: RangeItem[];
  /** The places where a further condition could be written. */
  readonly conditions: ConditionPlace[];
  /** Items that an outer join adds where it finds a row: WHERE would turn it into an inner join. */
  readonly outerJoined: Set<RangeItem>;
}

/** A condition that restricts the rows of a level, or the place where one could stand. */
export interface ConditionPlace {
  readonly keyword: 'WHERE' | 'ON';
  /** What is written, or where the level's WHERE would stand; empty there. */
  readonly span: Span;
  /** The outermost operator decides how a further condition joins it. */
  readonly shape: 'conjunction' | 'disjunction' | 'missing';
  /** Items of its level that the condition can name. */
  readonly names: readonly RangeItem[];
}

export function neverMeet(left: RangeItem, right: RangeItem): boolean {
  return left.arms.some((arm) =>
    right.arms.some((other) => other.operation === arm.operation && other.side !== arm.side),
  );
}

/** Everything that expressions of the block can name, inner levels first. */
export function visibleItems(block: QueryBlock): readonly RangeItem[] {
  return block.around === undefined ? block.items : [...block.items, ...visibleItems(block.around)];
}
