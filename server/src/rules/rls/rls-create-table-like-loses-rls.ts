import { nameOf, spokenName } from '../../catalog';
import { insertionAfter, insertionBefore } from '../fixes/insertions';
import { rowSecurityRecipe } from '../fixes/rowSecurityRecipe';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { unprotectedCopiesIn, type UnprotectedCopy } from '../readings/unprotectedCopies';

/** Nothing that makes a table from another one takes row-level security and policies along. */
export const rlsCreateTableLikeLosesRls: Rule = {
  id: 'rls-create-table-like-loses-rls',
  category: 'rls',
  severity: 'error',
  summary: 'A copy of a protected table (LIKE, INHERITS, AS) that the application sees without policies',
  speaksOf: ['CreateStmt', 'CreateTableAsStmt', 'SelectStmt'],
  *check(migration) {
    for (const copy of unprotectedCopiesIn(migration)) yield findingFor(copy, migration);
  },
};

function findingFor(copy: UnprotectedCopy, migration: ReviewedMigration): Finding {
  const { name, source, swappedBy, span } = copy;
  const [made, from] = [spokenName(nameOf(copy.made)), spokenName(nameOf(source))];
  return {
    what: `${made} takes neither row-level security nor policies from ${from}${swappedBy === undefined ? '' : `, and is renamed to ${spokenName(name)} that way`}.`,
    who: `Whoever may read ${spokenName(name)} then reads the rows of all tenants in it.`,
    remedy: `ENABLE ROW LEVEL SECURITY and create the policies of ${from} on it${swappedBy === undefined ? '' : ' before it is renamed'}.`,
    span,
    relations: [name, nameOf(source)],
    fixes: fixesFor(copy, migration),
  };
}

function fixesFor(
  { made, madeBy, swappedBy }: UnprotectedCopy,
  migration: ReviewedMigration,
): readonly Fix[] {
  const recipe = rowSecurityRecipe(made, migration);
  if (recipe === undefined) return [];
  return [
    {
      title: `Protect ${spokenName(nameOf(made))} with policies like those of the other tables`,
      preferred: false,
      // Rows are copied before the swap, and forced policies would refuse them.
      edits: [
        swappedBy === undefined
          ? insertionAfter(migration, madeBy.statement, recipe)
          : insertionBefore(migration, swappedBy.statement, recipe),
      ],
    },
  ];
}
