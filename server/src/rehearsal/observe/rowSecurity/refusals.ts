import { DatabaseError } from 'pg';

/**
 * Whether a server's error refuses rows and so leaks none: no privilege, a setting that does not exist, an exception that a
 * policy's function raises, a value that a policy cannot cast, such as an empty setting.
 */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return false;
  const { code = '' } = error;
  return code === '42501' || code === '42704' || code === 'P0001' || code.startsWith('22');
}

/**
 * Whether the server came as far as the table's constraints, which it looks at after row security has let a row pass. A
 * domain's check and the search for a partition come before it.
 */
export function passedRowSecurity(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return false;
  const { code = '', constraint, column, dataType } = error;
  return code.startsWith('23') && dataType === undefined && (constraint ?? column) !== undefined;
}
