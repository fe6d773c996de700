import type { Node } from '@pgsql/types';
import { nodeAs, type NodeOf } from '../../../sql';
import type { DmlReading, ReadDml } from './dmlReading';
import type { Term } from './equalityClasses';
import { termOf } from './expressions';
import type { QueryBlock } from './rangeItems';
import type { Scope, StatementReader } from './statementReader';
import { equateInserted, readAssignments } from './writtenColumns';

/** What a MERGE does: which rows meet, and, where an action writes columns, what each of them is. */
export function mergeReaders(merge: NodeOf<'MergeStmt'>): readonly ReadDml[] {
  const actions = (merge.mergeWhenClauses ?? []).flatMap((node) => nodeAs(node, 'MergeWhenClause') ?? []);
  const updates = actions.filter(({ commandType }) => commandType === 'CMD_UPDATE');
  const inserts = actions.filter(({ commandType }) => commandType === 'CMD_INSERT');
  return [
    (reader, scope) => readMeeting(merge, actions, undefined, reader, scope),
    ...updates.map(
      (update): ReadDml =>
        (reader, scope) =>
          readMeeting(merge, [], update.targetList, reader, scope),
    ),
    ...inserts.map(
      (insert): ReadDml =>
        (reader, scope) =>
          readMergeInsert(merge, insert, reader, scope),
    ),
  ];
}

function readMeeting(
  merge: NodeOf<'MergeStmt'>,
  actions: readonly NodeOf<'MergeWhenClause'>[],
  targetList: readonly Node[] | undefined,
  reader: StatementReader,
  outer: Scope,
): DmlReading | undefined {
  const scope = reader.withCommonTables(outer, merge.withClause);
  const block = reader.newBlock(undefined);
  const target = merge.relation && reader.addRelation(merge.relation, block, scope);
  if (target === undefined) return undefined;
  readSource(merge, block, reader, scope);
  reader.readCondition(merge.joinCondition, 'ON', block, scope);
  for (const { condition, targetList: assignments } of actions) {
    reader.readSubselects(condition, block, scope);
    for (const assignment of assignments ?? []) {
      reader.readSubselects(nodeAs(assignment, 'ResTarget')?.val, block, scope);
    }
  }
  const assigned = readAssignments(targetList, block, reader, scope);
  return { verb: 'MERGE', reader, target, assigned };
}

/** A row that is inserted has met none of the target: it is made of the source alone. */
function readMergeInsert(
  merge: NodeOf<'MergeStmt'>,
  { condition, targetList, values }: NodeOf<'MergeWhenClause'>,
  reader: StatementReader,
  outer: Scope,
): DmlReading | undefined {
  const scope = reader.withCommonTables(outer, merge.withClause);
  const target = merge.relation && reader.addRelation(merge.relation, reader.newBlock(undefined), scope);
  if (target === undefined) return undefined;
  const block = reader.newBlock(undefined);
  readSource(merge, block, reader, scope);
  reader.readSubselects(condition, block, scope);
  const written = (targetList ?? []).flatMap((node) => nodeAs(node, 'ResTarget')?.name ?? []);
  const outputs = (values ?? []).map((value) => {
    reader.readSubselects(value, block, scope);
    const term: Term | undefined = termOf(value, block);
    return { name: undefined, terms: term === undefined ? [] : [term] };
  });
  equateInserted(reader, target, written.length > 0 ? written : (target.columns ?? []), outputs);
  return { verb: 'INSERT', reader, target, assigned: new Map() };
}

function readSource(
  { sourceRelation }: NodeOf<'MergeStmt'>,
  block: QueryBlock,
  reader: StatementReader,
  scope: Scope,
): void {
  reader.readFrom(sourceRelation === undefined ? [] : [sourceRelation], block, scope);
}
