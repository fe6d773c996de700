import type { Constraint as ConstraintNode } from '@pgsql/types';
import {
  applyStatement,
  findConstraint,
  findTable,
  quoted,
  quotedName,
  spokenName,
  type Constraint,
} from '../../../catalog';
import { oldestMajor } from '../../../project';
import { nodeAs } from '../../../sql';
import { refused, type TablePlanner, type TableSplitting } from '../model';

/**
 * ADD FOREIGN KEY and ADD CHECK: first for the rows that are written from now on, then for those that are there, which are
 * read while everybody goes on.
 */
export const addConstraint: TablePlanner = (splitting) => {
  const command = nodeAs(splitting.action.content, 'AlterTableCmd');
  const written = nodeAs(command?.def, 'Constraint');
  if (command?.subtype !== 'AT_AddConstraint' || !isCheckedLater(written)) return undefined;
  const { table, name, statement, action, place } = splitting;
  if (written.skip_validation === true) {
    return refused(
      'It is added NOT VALID already: all that is left is VALIDATE CONSTRAINT in a later migration.',
    );
  }
  if (written.is_enforced === false) return refused('It is NOT ENFORCED: no row is ever checked.');
  const isForeign = written.contype === 'CONSTR_FOREIGN';
  if (isForeign && table.kind === 'partitioned' && oldestMajor(place.policy) < 18) {
    return refused(
      `Before PostgreSQL 18 a partitioned table such as ${spokenName(name)} cannot have a foreign key that is not valid: add one to each partition first.`,
    );
  }
  const made = madeBy(splitting);
  if (made === undefined) {
    return refused('The statement adds several constraints without a name: give them names first.');
  }
  const text = statement.text.slice(
    action.span.start - statement.span.start,
    action.span.end - statement.span.start,
  );
  const alter = `ALTER TABLE ${quotedName(name)}`;
  return {
    kind: 'phased',
    here: {
      phase: 'expand',
      code: `code that writes only rows for which ${made.name} holds`,
      up: [`${alter} ${named(text, written, made.name)} NOT VALID`],
    },
    later: [
      {
        phase: 'contract',
        title: `validate ${made.name}`,
        transaction: 'per-file',
        code: 'code as before; rows that violate it must be mended first',
        up: [`${alter} VALIDATE CONSTRAINT ${quoted(made.name)}`],
      },
    ],
  };
};

function isCheckedLater(written: ConstraintNode | undefined): written is ConstraintNode {
  return written?.contype === 'CONSTR_FOREIGN' || written?.contype === 'CONSTR_CHECK';
}

/** The constraint with the name that the server gives it; undefined where nobody can say which of several it is. */
export function madeBy({ action, statement, catalog, table, name }: TableSplitting): Constraint | undefined {
  const written = nodeAs(nodeAs(action.content, 'AlterTableCmd')?.def, 'Constraint');
  const after = findTable(applyStatement(catalog, statement, ''), name);
  if (after === undefined) return undefined;
  if (written?.conname !== undefined) return findConstraint(after, written.conname);
  const [made, ...others] = after.constraints.filter(
    ({ kind, name: given }) =>
      kind === kinds.get(written?.contype ?? '') && findConstraint(table, given) === undefined,
  );
  return others.length > 0 ? undefined : made;
}

const kinds: ReadonlyMap<string, Constraint['kind']> = new Map([
  ['CONSTR_FOREIGN', 'foreign key'],
  ['CONSTR_CHECK', 'check'],
  ['CONSTR_UNIQUE', 'unique'],
  ['CONSTR_PRIMARY', 'primary key'],
]);

/** With its name written out, by which a later migration knows it. */
function named(text: string, { conname }: ConstraintNode, name: string): string {
  return conname === undefined
    ? text.replace(/^add\s+/i, (add) => `${add}CONSTRAINT ${quoted(name)} `)
    : text;
}
