import type { Node } from '@pgsql/types';
import { resolveRelation, spokenName, type Catalog, type QualifiedName } from '../../catalog';
import { constantOf, nameOfParts, nameOfRangeVar, nodeAs, walk, type WrittenName } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { holdsName } from '../readings/mentions';

/** A sequence in use that is made to give out numbers that it has given out before. */
export const pgSequenceValues: Rule = {
  id: 'pg-sequence-values',
  category: 'data-loss',
  severity: 'warning',
  summary: 'A sequence in use is restarted, set to a fixed number, or counts backwards or in a circle',
  speaksOf: ['AT_SetIdentity', 'AlterSeqStmt', 'SelectStmt'],
  *check(migration) {
    for (const reviewed of migration.statements) {
      for (const change of changesIn(reviewed, migration)) {
        const finding = findingFor(change, reviewed, migration);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

interface SequenceChange {
  /** As far as the statement names it. */
  readonly sequence: QualifiedName | undefined;
  readonly spoken: string;
  readonly what: string;
}

function findingFor(
  { sequence, spoken, what }: SequenceChange,
  { statement, before }: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const isNew =
    sequence !== undefined && before.sequences.has(sequence) && !migration.before.sequences.has(sequence);
  if (isNew) return undefined;
  const owner = sequence === undefined ? undefined : before.sequences.get(sequence)?.ownedBy;
  const where = owner === undefined ? '' : ` for ${spokenName(owner.table)}.${owner.column}`;
  return {
    what: `${spoken} ${what}, so that it can give out numbers${where} that are in use already.`,
    who: 'Inserts of every tenant then fail on the primary key, or, where nothing is unique, two rows get one number.',
    remedy:
      'Let it count on; where it lags behind its table, set it by the table: SELECT setval(…, (SELECT max(…) FROM …)).',
    span: statement.span,
    relations: owner === undefined ? [] : [owner.table],
  };
}

function changesIn(
  { statement, before }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly SequenceChange[] {
  const { tree } = statement;
  if (tree === undefined) return [];
  const alter = nodeAs(tree, 'AlterSeqStmt');
  const named = nameOfRangeVar(alter?.sequence);
  if (named === undefined) return [...identityChanges(tree, before), ...setvals(tree, before, migration)];
  const what = firstDanger(alter?.options);
  const sequence = resolveRelation(before, named);
  return what === undefined ? [] : [{ sequence, spoken: spokenName(sequence), what }];
}

function firstDanger(options: readonly Node[] | undefined): string | undefined {
  return options?.map(dangerOf).find((danger) => danger !== undefined);
}

/** What an option of a sequence does to numbers that were given out; undefined where nothing. */
function dangerOf(option: Node): string | undefined {
  const element = nodeAs(option, 'DefElem');
  switch (element?.defname) {
    case 'restart':
      return 'starts again';
    case 'increment':
      return numberOf(element.arg) < 0 ? 'counts backwards' : undefined;
    case 'cycle':
      return nodeAs(element.arg, 'Boolean')?.boolval === true ? 'starts again at its end' : undefined;
    default:
      return undefined;
  }
}

function numberOf(node: Node | undefined): number {
  return Number(nodeAs(node, 'Integer')?.ival ?? nodeAs(node, 'Float')?.fval ?? 0);
}

/** ALTER COLUMN … RESTART and the like of an identity column. */
function identityChanges(tree: Node, catalog: Catalog): readonly SequenceChange[] {
  const alter = nodeAs(tree, 'AlterTableStmt');
  const written = nameOfRangeVar(alter?.relation);
  if (written === undefined) return [];
  const table = resolveRelation(catalog, written);
  return (alter?.cmds ?? []).flatMap((node) => {
    const command = nodeAs(node, 'AlterTableCmd');
    const what =
      command?.subtype === 'AT_SetIdentity' ? firstDanger(nodeAs(command.def, 'List')?.items) : undefined;
    if (command?.name === undefined || what === undefined) return [];
    const sequence = catalog.sequences.findKey(
      ({ ownedBy }) => ownedBy?.table === table && ownedBy.column === command.name,
    );
    return [{ sequence, spoken: `The identity of ${command.name}`, what }];
  });
}

/** Calls of setval with a number that stands in the text; one that is computed from the table is the cure. */
function setvals(tree: Node, catalog: Catalog, migration: ReviewedMigration): readonly SequenceChange[] {
  if (!holdsName(tree, ['setval'])) return [];
  const changes: SequenceChange[] = [];
  walk(tree, (node) => {
    const call = nodeAs(node, 'FuncCall');
    const [name, value] = call?.args ?? [];
    if (nameOfParts(call?.funcname)?.name !== 'setval' || value === undefined) return undefined;
    const number = constantOf(value);
    const written = sequenceName(name, migration);
    if (number === undefined || written === undefined) return undefined;
    const sequence = resolveRelation(catalog, written);
    changes.push({ sequence, spoken: spokenName(sequence), what: `is set to ${number}` });
    return undefined;
  });
  return changes;
}

/** The sequence that a text means, with or without a cast to regclass; the server reads it as it reads names in SQL. */
function sequenceName(node: Node | undefined, migration: ReviewedMigration): WrittenName | undefined {
  const text = nodeAs(nodeAs(node, 'TypeCast')?.arg ?? node, 'A_Const')?.sval?.sval;
  if (text === undefined) return undefined;
  const [statement] = migration.parse(`TABLE ${text}`).statements;
  return nameOfRangeVar(nodeAs(nodeAs(statement?.tree, 'SelectStmt')?.fromClause?.[0], 'RangeVar'));
}
