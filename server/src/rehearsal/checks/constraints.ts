import { attributed, failed, passed, skipped, type Check } from './check';

/** After the migration, does every index and constraint guarantee what it says, row by row? */
export const constraints: Check = {
  id: 'constraints',
  judge: attributed(({ up, constraintProblems }) => {
    if (up.run.failure !== undefined) return skipped('The migration did not run to its end.');
    const broken = constraintProblems.filter(({ severity }) => severity === 'broken');
    const notGiven = constraintProblems.filter(({ severity }) => severity === 'not given');
    const sample = constraintProblems.map(({ relation, problem }) => `${relation}: ${problem}`);
    const relations = [...new Set(broken.map(({ relation }) => relation))];
    const first = broken[0];
    if (first !== undefined) {
      const others = broken.length > 1 ? `, and ${broken.length - 1} more` : '';
      return failed(`On ${first.relation}, ${first.problem}${others}.`, { relations, sample });
    }
    const open = notGiven.length === 0 ? '' : `; ${notGiven.length} not validated yet, listed below`;
    return passed(`All indexes are valid and all validated constraints hold${open}.`, { sample });
  }),
};
