/**
 * Remembers the results of a pure function for the arguments asked for last, so that an editor's many questions about
 * one text cost one answer. Arguments are the same when `keyOf` says so. The result unused for longest goes when there
 * are more than `capacity`.
 */
export function remembering<Argument, Result>(
  capacity: number,
  compute: (argument: Argument) => Result,
  keyOf: (argument: Argument) => unknown = (argument) => argument,
): (argument: Argument) => Result {
  const results = new Map<unknown, { readonly result: Result }>();
  return (argument) => {
    const key = keyOf(argument);
    const known = results.get(key) ?? { result: compute(argument) };
    results.delete(key);
    results.set(key, known);
    if (results.size > capacity) results.delete(results.keys().next().value);
    return known.result;
  };
}

/** A result that is computed when it is first asked for. */
export function once<Result>(compute: () => Result): () => Result {
  let known: { readonly result: Result } | undefined;
  return () => (known ??= { result: compute() }).result;
}
