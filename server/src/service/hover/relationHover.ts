import {
  findRelation,
  isTable,
  nameOf,
  resolveRelation,
  spokenList,
  spokenName,
  spokenType,
  type Catalog,
  type Column,
  type Relation,
  type Table,
  type View,
} from '../../catalog';
import type { Policy } from '../../project';
import type { ReviewedStatement } from '../../rules';
import {
  nameOfParts,
  nameOfRangeVar,
  nodeAs,
  offsetInFile,
  rangeVarsIn,
  tokensOf,
  type Span,
  type Statement,
  type WrittenName,
} from '../../sql';
import { tenancyOf, tenancySentence, type TenantKey } from '../../tenancy';

export interface RelationHover {
  readonly markdown: string;
  readonly span: Span;
}

/** What is known of the table or view that a statement names at an offset: whose rows it holds, its columns and keys. */
export function relationHover(
  { statement, before, after }: ReviewedStatement,
  policy: Policy,
  offset: number,
): RelationHover | undefined {
  const named = namesIn(statement).find(({ span }) => offset >= span.start && offset <= span.end);
  if (named === undefined) return undefined;
  for (const catalog of [before, after]) {
    const relation = findRelation(catalog, resolveRelation(catalog, named.name));
    if (relation !== undefined) {
      return { markdown: relationMarkdown(relation, catalog, policy), span: named.span };
    }
  }
  return undefined;
}

interface PlacedName {
  readonly name: WrittenName;
  readonly span: Span;
}

function namesIn(statement: Statement): readonly PlacedName[] {
  const { tree } = statement;
  if (tree === undefined) return [];
  const places = rangeVarsIn(tree).flatMap((relation) => {
    const name = nameOfRangeVar(relation);
    const span = relation.location === undefined ? undefined : nameSpanAt(statement, relation.location);
    return name === undefined || span === undefined ? [] : { name, span };
  });
  return [...places, ...droppedNames(statement)];
}

/** From the first part of a name to its last: `billing . invoices`. */
function nameSpanAt(statement: Statement, location: number): Span | undefined {
  const start = offsetInFile(statement, location);
  const tokens = tokensOf(statement);
  let last = tokens.findIndex((token) => token.start === start);
  while (tokens[last + 1]?.text === '.') last += 2;
  const end = tokens[last]?.end;
  return end === undefined ? undefined : { start, end };
}

/** A DROP does not say in its tree where its names stand: they follow each other, in the order of its objects. */
function droppedNames(statement: Statement): readonly PlacedName[] {
  const drop = nodeAs(statement.tree, 'DropStmt');
  const tokens = tokensOf(statement);
  let next = 0;
  return (drop?.objects ?? []).flatMap((object) => {
    const name = nameOfParts(object);
    if (name === undefined) return [];
    const parts = name.schema === undefined ? [name.name] : [name.schema, '.', name.name];
    const first = tokens.findIndex(
      (_token, place) =>
        place >= next && parts.every((part, step) => isNamed(tokens[place + step]?.text, part)),
    );
    const [start, end] = [tokens[first], tokens[first + parts.length - 1]];
    if (start === undefined || end === undefined) return [];
    next = first + parts.length;
    return { name, span: { start: start.start, end: end.end } };
  });
}

/** Whether a token spells the identifier, as the server folds it. */
function isNamed(text: string | undefined, name: string): boolean {
  return text === `"${name.replaceAll('"', '""')}"` || text?.toLowerCase() === name;
}

function relationMarkdown(relation: Relation, catalog: Catalog, policy: Policy): string {
  const parts = isTable(relation) ? tableParts(relation, catalog, policy) : viewParts(relation);
  return [
    `**${spokenName(nameOf(relation))}** (${relation.kind})`,
    ...parts,
    columnsPart(relation.columns),
  ].join('\n\n');
}

function tableParts(table: Table, catalog: Catalog, policy: Policy): readonly string[] {
  const tenancy = tenancyOf(catalog, policy).table(nameOf(table));
  if (tenancy === undefined) return [];
  const keys = tenancy.keys.map(keyPart);
  return [
    ...(policy.tenancy.model === undefined ? [] : [sentenceCase(tenancySentence(tenancy))]),
    ...(keys.length === 0 ? ['No primary or unique key'] : [keys.join(' · ')]),
  ];
}

function viewParts({ reads }: View): readonly string[] {
  return reads.length === 0 ? [] : [`Reads ${spokenList(reads.map((name) => `\`${spokenName(name)}\``))}`];
}

function keyPart({ kind, columns }: TenantKey): string {
  return `${kind} (${columns.map((column) => (column === undefined ? '…' : `\`${column}\``)).join(', ')})`;
}

/** Wide tables have more columns than a hover has room for. */
const shownColumns = 12;

function columnsPart(columns: readonly Column[]): string {
  const shown = columns
    .slice(0, shownColumns)
    .map(({ name, type, notNull }) => `\`${name}\` ${spokenType(type)}${notNull ? ' NOT NULL' : ''}`);
  const hidden = columns.length - shown.length;
  return [...shown, ...(hidden > 0 ? [`and ${hidden} more columns`] : [])].join(', ');
}

function sentenceCase(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
