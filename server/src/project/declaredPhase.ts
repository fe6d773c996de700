import { splitSql } from '../sql';
import type { Script } from './model';

/** The line that declares a migration to be of the contract phase. */
export const contractDeclaration = '-- tenantsafe: contract';

/**
 * Whether a migration says of itself that no old code runs any more when it does: a comment line
 * `-- tenantsafe: contract`, with or without a reason after a colon.
 */
export function isDeclaredContract({ sql }: Script): boolean {
  return splitSql(sql).comments.some(
    ({ style, text }) => style === 'line' && /^--\s*tenantsafe:\s*contract\s*(?::|$)/.test(text),
  );
}
