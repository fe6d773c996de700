/** A value that a statement speaks of: a column of one range item, or an expression that reads no column. */
export type Term = string;

export function columnTerm(itemId: number, column: string): Term {
  return `${itemId}.${column}`;
}

/** Terms that are equal wherever a row of one relation meets a row of another, kept as disjoint sets. */
export class EqualityClasses {
  readonly #parents = new Map<Term, Term>();

  /** Returns whether anything new was learned. */
  equate(left: Term, right: Term): boolean {
    const leftRoot = this.representative(left);
    const rightRoot = this.representative(right);
    if (leftRoot === rightRoot) return false;
    this.#parents.set(leftRoot, rightRoot);
    return true;
  }

  areEqual(left: Term, right: Term): boolean {
    return this.representative(left) === this.representative(right);
  }

  /** The same term for all terms of a class. */
  representative(term: Term): Term {
    const parent = this.#parents.get(term);
    if (parent === undefined) return term;
    const root = this.representative(parent);
    this.#parents.set(term, root);
    return root;
  }
}
