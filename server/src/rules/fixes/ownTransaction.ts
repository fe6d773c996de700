import type { Fix, ReviewedMigration, ReviewedStatement } from '../model';
import { statementsAfter } from '../readings/statementOrder';
import { transactionCommand } from '../readings/transactionCommands';
import { insertionAfter, insertionBefore } from './insertions';

/** Puts BEGIN and COMMIT around a statement and all that comes after it, where the server runs all that in a transaction. */
export function ownTransaction(reviewed: ReviewedStatement, migration: ReviewedMigration): readonly Fix[] {
  const rest = [reviewed, ...statementsAfter(reviewed, migration)];
  const last = rest.findLast(({ within }) => within === undefined);
  const canShare = rest.every(
    ({ statement, behaviour }) =>
      behaviour.effects.transactional && transactionCommand(statement) === undefined,
  );
  if (last === undefined || last === reviewed || !canShare) return [];
  return [
    {
      title: 'Put BEGIN and COMMIT around it and what follows',
      preferred: false,
      edits: [
        insertionBefore(migration, reviewed.statement, 'BEGIN;\n'),
        insertionAfter(migration, last.statement, 'COMMIT;'),
      ],
    },
  ];
}
