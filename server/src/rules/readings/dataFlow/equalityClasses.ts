/** A value that a statement speaks of: a column of one range item, an expression that reads no column, or a variable. */
export type Term = string;

export function columnTerm(itemId: number, column: string): Term {
  return `${itemId}.${column}`;
}

/** The item that a term is a column of; undefined for an expression or a variable. */
export function itemIdOf(term: Term): number | undefined {
  const id = /^(\d+)\./.exec(term)?.[1];
  return id === undefined ? undefined : Number(id);
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

  /** All terms that something was learned of and that are equal to this one, itself included. */
  allEqualTo(term: Term): readonly Term[] {
    const known = new Set([term, ...this.#parents.keys(), ...this.#parents.values()]);
    return [...known].filter((other) => this.areEqual(other, term));
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
