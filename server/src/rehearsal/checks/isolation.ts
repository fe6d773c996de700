import type { TenancyModel } from '../../project';
import { counted, failed, passed, skipped, type Check } from './check';

/** Does every tenant still have its own values only, and does the application still see no other tenant's rows? */
export const isolation: Check = {
  id: 'isolation',
  judge({ tenant, alone, together }) {
    const trial = together ?? alone;
    if (trial.isolation === undefined) {
      return skipped(
        trial === together
          ? 'The migration did not run to its end with all tenants in one database.'
          : 'The migration did not run to its end.',
      );
    }
    const { disturbed, leakedValues, rowSecurity } = trial.isolation;
    const [other] = disturbed;
    if (other !== undefined) {
      return failed(`The run for ${tenant.name} changed tenant ${other.tenant}: ${other.changes[0] ?? ''}.`, {
        sample: disturbed.flatMap(({ tenant: name, changes }) => changes.map((line) => `${name}: ${line}`)),
      });
    }
    const leaks = leakedValues.filter((leak) => leak.tenant === tenant.name);
    const [worst] = leaks.toSorted((left, right) => right.rows - left.rows);
    if (worst !== undefined) {
      return failed(
        `${counted(worst.rows, 'row')} of ${worst.relation} hold values of tenant ${worst.from} in column ${worst.column}.`,
        {
          relations: [...new Set(leaks.map(({ relation }) => relation))],
          sample: leaks.flatMap(({ relation, column, from, sample }) =>
            sample.map((value) => `${relation}.${column} holds a value of ${from}: ${value}`),
          ),
        },
      );
    }
    if (rowSecurity.kind === 'unused') return passed(unusedSentence[trial.fixture.model]);
    if (rowSecurity.kind === 'not probed') {
      return skipped(`No value crossed tenants, but row security was not probed: ${rowSecurity.reason}.`);
    }
    const seen = rowSecurity.leaks.filter((leak) => leak.tenant === undefined || leak.tenant === tenant.name);
    const [first] = seen;
    if (first === undefined)
      return passed('No value crossed tenants, and the application sees its own rows only.');
    const acting = first.tenant === undefined ? 'without any tenant set' : `acting for ${first.tenant}`;
    return failed(
      `The application role, ${acting}, sees ${counted(first.rows, 'row')} of ${first.relation} that it must not see.`,
      {
        relations: [...new Set(seen.map(({ relation }) => relation))],
        sample: seen.map(({ relation, rows }) => `${relation}: ${counted(rows, 'foreign row')} visible`),
      },
    );
  },
};

/** What was seen where tenants are not told apart by row security. */
const unusedSentence: Readonly<Record<TenancyModel, string>> = {
  row: 'No value crossed tenants; row security is not used.',
  schema: "No value crossed tenants, and no other tenant's schema was touched.",
  database: 'No value crossed tenants.',
};
