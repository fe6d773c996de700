import { spokenName, type QualifiedName } from '../../catalog';
import type { ReviewedMigration } from '../model';

/** A server has gone through so many rows before anybody notices. */
const fewRows = 10_000;

/** Whether the policy says that the table is small in production; false where it does not say. */
export function isKnownSmall(relation: QualifiedName, { policy }: ReviewedMigration): boolean {
  const { rows } = policy.production;
  const known = rows[relation] ?? rows[spokenName(relation)];
  return known !== undefined && known <= fewRows;
}
