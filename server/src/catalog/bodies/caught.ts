/**
 * Whether an EXCEPTION clause with these conditions catches the error for which the catalog refuses a statement. The
 * server's families of error codes are those of its manual, appendix A; the words are those of its messages, which
 * refusals use.
 */
export function isCaught(reason: string, conditions: readonly string[]): boolean {
  if (conditions.some((condition) => condition === 'others')) return true;
  if (/already exists|already a|duplicate/.test(reason)) return conditions.some(isDuplicate);
  if (/does not exist|is not known|not an existing/.test(reason)) return conditions.some(isUndefined);
  return false;
}

/** `duplicate_object` and its kin, by name or SQLSTATE: an object of that name is there. */
function isDuplicate(condition: string): boolean {
  return condition.startsWith('duplicate_') || /^42(?:710|701|P0[3-7]|712|723)$/.test(condition);
}

/** `undefined_table` and its kin: there is no object of that name. */
function isUndefined(condition: string): boolean {
  return (
    condition.startsWith('undefined_') ||
    condition === 'invalid_schema_name' ||
    /^(?:42(?:704|703|883|P01|P02)|3F000)$/.test(condition)
  );
}
