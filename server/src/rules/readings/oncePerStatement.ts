import type { Statement } from '../../sql';

/** A reading of a statement's own text and tree that many rules ask for, made when the first one does. */
export function oncePerStatement<Result>(
  read: (statement: Statement) => Result,
): (statement: Statement) => Result {
  const readings = new WeakMap<Statement, { readonly result: Result }>();
  return (statement) => {
    const known = readings.get(statement);
    if (known !== undefined) return known.result;
    const result = read(statement);
    readings.set(statement, { result });
    return result;
  };
}
