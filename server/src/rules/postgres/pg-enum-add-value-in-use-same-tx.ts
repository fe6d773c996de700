import { resolveUserType, spokenName } from '../../catalog';
import { nameOfParts, nodeAs, walk } from '../../sql';
import { canLeaveTransaction, leaveTransaction, standsAlone } from '../fixes/concurrentIndex';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { usesEnumLabel, type EnumLabel } from '../readings/enumLabels';
import { findingsByStatement } from '../readings/findingsByStatement';
import { oncePerMigration } from '../readings/oncePerMigration';
import { oldestMajor } from '../../project';

/** A new label of an enum cannot be used before the transaction that adds it has ended. */
export const pgEnumAddValueInUseSameTx: Rule = {
  id: 'pg-enum-add-value-in-use-same-tx',
  category: 'transaction',
  severity: 'error',
  summary: 'A new enum label that is used in the transaction that adds it, which fails',
  speaksOf: ['AlterEnumStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

interface AddedLabel extends EnumLabel {
  readonly added: ReviewedStatement;
}

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const adding = addedLabel(reviewed);
  if (adding !== undefined && oldestMajor(migration.policy) < 12) return refused(adding, migration);
  const used = labelsOfTransaction(reviewed, migration).find((label) => usesEnumLabel(reviewed, label));
  if (used === undefined) return undefined;
  const name = spokenName(used.type);
  return {
    what: `This uses '${used.label}', which ALTER TYPE ${name} ADD VALUE brings into being in the same transaction: the server refuses it (SQLSTATE 55P04).`,
    who: 'The migration stops here, on the first tenant database and on every other.',
    remedy: `Leave ADD VALUE in a migration of its own that runs before, and use '${used.label}' in the next one.`,
    span: reviewed.statement.span,
    relations: [],
    related: [
      {
        origin: { path: migration.script.path, span: used.added.statement.span },
        message: `'${used.label}' is added here.`,
      },
    ],
  };
}

/** Before PostgreSQL 12 a label could not be added in a transaction block at all. */
function refused({ type, added }: AddedLabel, migration: ReviewedMigration): Finding | undefined {
  if (!added.inTransaction) return undefined;
  const marks =
    canLeaveTransaction(migration) && standsAlone(migration, added) ? leaveTransaction(migration) : [];
  const fixes: readonly Fix[] =
    marks.length === 0
      ? []
      : [{ title: 'Keep this file out of a transaction', preferred: true, edits: marks }];
  return {
    what: `PostgreSQL ${migration.policy.version} refuses ALTER TYPE ${spokenName(type)} ADD VALUE inside a transaction block (SQLSTATE 25001).`,
    who: 'The migration stops here, on the first tenant database and on every other.',
    remedy: 'Put it into a migration of its own that runs outside of a transaction.',
    span: added.statement.span,
    relations: [],
    fixes,
  };
}

/** Labels that statements before this one in its transaction have added, and that it writes somewhere. */
function labelsOfTransaction(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly AddedLabel[] {
  const added = reviewed.inTransaction ? addedLabels(migration) : noLabels;
  const written = added.size === 0 ? [] : textsIn(reviewed).flatMap((text) => added.get(text) ?? []);
  if (written.length === 0) return [];
  const { statements } = migration;
  const before = statements.slice(0, statements.indexOf(reviewed));
  const boundary = before.findLastIndex(
    ({ statement }) => nodeAs(statement.tree, 'TransactionStmt') !== undefined,
  );
  const ofTransaction = new Set(before.slice(boundary + 1));
  // A type that is made in the same transaction may be used as a whole.
  const atStart = before[boundary + 1]?.before.types;
  return written.filter(({ added: by, type }) => ofTransaction.has(by) && atStart?.has(type) === true);
}

/** Generated migrations add hundreds of labels: by the label, so that no statement is compared with all of them. */
const addedLabels = oncePerMigration(({ statements }): ReadonlyMap<string, readonly AddedLabel[]> => {
  const byLabel = new Map<string, AddedLabel[]>();
  for (const added of statements.flatMap((reviewed) => addedLabel(reviewed) ?? [])) {
    byLabel.set(added.label, [...(byLabel.get(added.label) ?? []), added]);
  }
  return byLabel;
});

const noLabels: ReadonlyMap<string, readonly AddedLabel[]> = new Map();

function textsIn({ statement: { tree } }: ReviewedStatement): readonly string[] {
  const texts = new Set<string>();
  if (tree !== undefined) {
    walk(tree, (node) => {
      const text = nodeAs(node, 'A_Const')?.sval?.sval;
      if (text !== undefined) texts.add(text);
      return undefined;
    });
  }
  return [...texts];
}

function addedLabel(reviewed: ReviewedStatement): AddedLabel | undefined {
  const alter = nodeAs(reviewed.statement.tree, 'AlterEnumStmt');
  const name = nameOfParts(alter?.typeName);
  if (alter?.newVal === undefined || alter.oldVal !== undefined || name === undefined) return undefined;
  const type = resolveUserType(reviewed.before, name);
  const known = reviewed.before.types.get(type);
  // IF NOT EXISTS adds nothing where the label is there already.
  if (known?.kind === 'enum' && known.labels.includes(alter.newVal)) return undefined;
  return { type, label: alter.newVal, added: reviewed };
}
