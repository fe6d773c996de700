import { hasLostData } from '../trial/databaseState';
import { attributed, failed, passed, skipped, type Check } from './check';
import { describeDataResidue } from './dataResidue';

/** After the rollback, does every row hold the values that it had before the migration? */
export const rollbackData: Check = {
  id: 'rollback-data',
  judge: attributed(({ residue, before, up }) => {
    if (residue === undefined) return skipped('The rollback did not run to its end.');
    const lost = residue.data.filter(hasLostData);
    const [first] = lost;
    const excused = residue.data.flatMap(({ relation, excused: columns }) =>
      columns.map((column) => `${relation}.${column}`),
    );
    if (first === undefined) {
      const note = excused.length === 0 ? '' : ` (apart from the time of the run in ${excused.join(', ')})`;
      const changed = up.run.statements.some(({ observation }) => observation.rowsTouched > 0);
      const rows = [...before.data.tables.values()].reduce((sum, table) => sum + table.rows, 0);
      if (rows === 0 && changed) return passed('There was no row to lose.');
      return passed(`Every row holds what it held before the migration${note}.`);
    }
    return failed(`The rollback does not bring back ${describeDataResidue(first)}.`, {
      relations: lost.map(({ relation }) => relation),
      sample: lost.flatMap(({ relation, rows }) => rows.sample.map((line) => `${relation} ${line}`)),
    });
  }),
};
