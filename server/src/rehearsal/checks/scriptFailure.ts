import type { StatementFailure } from '../run/executeScript';

/** One sentence on where and why a script stopped. */
export function describeScriptFailure(script: string, failure: StatementFailure): string {
  const place = failure.statement === null ? 'as a whole' : `at statement ${failure.statement + 1}`;
  if (failure.code === insufficientPrivilege) {
    return `${script} was refused ${place}: it needs a right that the migration role does not have (${failure.message}).`;
  }
  const code = failure.code === undefined ? '' : ` [${failure.code}]`;
  return `${script} failed ${place}: ${failure.message}${code}`;
}

const insufficientPrivilege = '42501';
