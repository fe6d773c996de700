import type { ReviewedStatement } from '../model';

/** Whether the server refuses the statement where it stands (SQLSTATE 25001), so that nothing else it does matters yet. */
export function isRefusedInTransaction({ inTransaction, behaviour }: ReviewedStatement): boolean {
  return inTransaction && !behaviour.effects.transactional;
}
