import type { DataResidue } from '../trial/trial';
import { counted } from './check';

/** `the values of first_name in 7 rows of public.contacts`. */
export function describeDataResidue({ relation, rows }: DataResidue): string {
  const parts = [
    ...(rows.changedRows > 0
      ? [`the values of ${rows.columns.join(', ')} in ${counted(rows.changedRows, 'row')}`]
      : []),
    ...(rows.missingRows > 0 ? [counted(rows.missingRows, 'missing row')] : []),
    ...(rows.surplusRows > 0 ? [`a state without ${counted(rows.surplusRows, 'new row')}`] : []),
  ];
  return `${parts.join(' and ')} of ${relation}`;
}
