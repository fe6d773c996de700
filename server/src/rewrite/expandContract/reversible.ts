/** Statements, and those that take them back. */
export interface Reversible {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** One step after the other; on the way back the last one goes first. */
export function inOrder(steps: readonly Reversible[]): Reversible {
  return {
    up: steps.flatMap(({ up }) => up),
    down: steps.toReversed().flatMap(({ down }) => down),
  };
}

/** Gives `name`, which `old` has, to `next`; what has it now is kept under the name `retired`. */
export function swapNames(
  rename: (from: string, to: string) => string,
  { name, next, retired }: { readonly name: string; readonly next: string; readonly retired: string },
): Reversible {
  return {
    up: [rename(name, retired), rename(next, name)],
    down: [rename(name, next), rename(retired, name)],
  };
}
