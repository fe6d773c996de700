import type { Node } from '@pgsql/types';
import { kindOf, nodeAs, nameOfRangeVar, parseSqlFile, stringsOf, walk } from '../../../sql';
import type { Policy } from '../../../project';
import type { Draft, DraftPhase } from '../../draft';
import type { GateFinding } from '../../gateResult';
import { piecesOf } from '../code';
import { gateFinding, wholeDraft } from '../findings';

/**
 * What a repair takes away from the draft that it repairs: a phase, or a protection of something that is still there. A
 * rollback may become weaker only where a finding about it had asked for that. Questions are no repair.
 */
export function repairFindings(
  draft: Draft,
  repaired: Draft,
  asked: readonly GateFinding[],
  policy: Policy,
): readonly GateFinding[] {
  if (draft.phases.length === 0 && draft.questions.length > 0) return [];
  return [
    ...droppedPhases(draft, repaired),
    ...weakenedRollbacks(draft, repaired, asked),
    ...weakenedObjects(draft, repaired, policy),
  ];
}

const kinds: readonly DraftPhase['phase'][] = ['expand', 'backfill', 'contract'];

function droppedPhases(draft: Draft, repaired: Draft): readonly GateFinding[] {
  const countOf = ({ phases }: Draft, kind: DraftPhase['phase']) =>
    phases.filter(({ phase }) => phase === kind).length;
  return kinds.flatMap((kind) => {
    const [had, has] = [countOf(repaired, kind), countOf(draft, kind)];
    if (has >= had) return [];
    const message = `The draft before had ${String(had)} ${kind} phases and this one has ${String(has)}: repair a phase, and keep it.`;
    return [gateFinding('draft-repair-drops-phase', wholeDraft, message)];
  });
}

const strength = { exact: 2, lossy: 1, 'forward-only': 0 } as const;

function weakenedRollbacks(
  draft: Draft,
  repaired: Draft,
  asked: readonly GateFinding[],
): readonly GateFinding[] {
  return draft.phases.flatMap(({ phase, rollback }, index) => {
    const place = draft.phases.slice(0, index).filter((other) => other.phase === phase).length;
    const before = repaired.phases
      .map((each, at) => ({ ...each, at }))
      .filter((each) => each.phase === phase)[place];
    if (before === undefined || strength[rollback.kind] >= strength[before.rollback.kind]) return [];
    const wasAsked = asked.some((finding) => finding.direction === 'down' && finding.phase === before.at);
    if (wasAsked) return [];
    return [
      gateFinding(
        'draft-repair-weakens',
        { phase: index, direction: 'down', statement: null },
        `The rollback was ${before.rollback.kind} and is ${rollback.kind} now, which no finding had asked for: keep it.`,
      ),
    ];
  });
}

/** A protection, and the thing that it protects: that thing without it is weaker. */
interface Protection {
  readonly thing: string;
  readonly by: string;
}

function weakenedObjects(draft: Draft, repaired: Draft, policy: Policy): readonly GateFinding[] {
  const [before, now] = [readingOf(repaired, policy), readingOf(draft, policy)];
  const kept = new Set(now.protections.map(({ thing, by }) => `${thing} ${by}`));
  return before.protections
    .filter(({ thing, by }) => now.things.has(thing) && !kept.has(`${thing} ${by}`))
    .map(({ thing, by }) =>
      gateFinding(
        'draft-repair-weakens',
        wholeDraft,
        `The draft before had ${thing} ${by}, and this one has it without: keep that.`,
      ),
    );
}

interface DraftReading {
  readonly things: ReadonlySet<string>;
  readonly protections: readonly Protection[];
}

function readingOf({ phases }: Draft, policy: Policy): DraftReading {
  const things = new Set<string>();
  const protections: Protection[] = [];
  const add = (thing: string, by: string | undefined) => {
    things.add(thing);
    if (by !== undefined) protections.push({ thing, by });
  };
  for (const { statements } of phases) {
    for (const statement of statements.flatMap((sql) => parseSqlFile(sql).statements))
      for (const { statement: piece } of piecesOf(statement))
        if (piece.tree !== undefined) readTree(piece.tree, policy, add);
  }
  return { things, protections };
}

type Add = (thing: string, by: string | undefined) => void;

function readTree(tree: Node, policy: Policy, add: Add): void {
  const index = nodeAs(tree, 'IndexStmt');
  if (index !== undefined) {
    const thing = `the index ${index.idxname ?? ''} on ${index.relation?.relname ?? ''}`;
    add(thing, index.concurrent === true ? 'built CONCURRENTLY' : undefined);
  }
  const drop = nodeAs(tree, 'DropStmt');
  if (drop?.removeType === 'OBJECT_INDEX') {
    const names = (drop.objects ?? []).map((object) => stringsOf(object).join('.'));
    add(`the drop of ${names.join(', ')}`, drop.concurrent === true ? 'CONCURRENTLY' : undefined);
  }
  const policyStatement = nodeAs(tree, 'CreatePolicyStmt');
  if (policyStatement !== undefined) {
    add(
      `the table ${policyStatement.table?.relname ?? ''}`,
      `with the policy ${policyStatement.policy_name ?? ''}`,
    );
  }
  const table = nodeAs(tree, 'CreateStmt')?.relation?.relname;
  if (table !== undefined) add(`the table ${table}`, undefined);
  readActions(tree, add);
  readRowChange(tree, policy, add);
}

function readActions(tree: Node, add: Add): void {
  const alter = nodeAs(tree, 'AlterTableStmt');
  const table = alter?.relation?.relname ?? '';
  for (const node of alter?.cmds ?? []) {
    const command = nodeAs(node, 'AlterTableCmd');
    if (command?.subtype === 'AT_EnableRowSecurity') add(`the table ${table}`, 'with row security');
    if (command?.subtype === 'AT_ForceRowSecurity')
      add(`the table ${table}`, 'with row security for its owner too');
    const constraint = nodeAs(command?.def, 'Constraint');
    if (command?.subtype === 'AT_AddConstraint' && constraint !== undefined) {
      const thing = `the constraint ${constraint.conname ?? ''} on ${table}`;
      add(thing, constraint.skip_validation === true ? 'NOT VALID at first' : undefined);
    }
  }
}

/** Rows are changed tenant by tenant, or in bounded batches, by what the condition and the join say. */
function readRowChange(tree: Node, { tenancy }: Policy, add: Add): void {
  const kind = kindOf(tree);
  const change = nodeAs(tree, 'UpdateStmt') ?? nodeAs(tree, 'DeleteStmt');
  const name = nameOfRangeVar(change?.relation)?.name;
  if (change === undefined || name === undefined) return;
  const thing = `the ${kind === 'UpdateStmt' ? 'update' : 'deletion'} of ${name}`;
  add(thing, change.whereClause === undefined ? undefined : 'with a condition');
  if (columnsIn(change.whereClause).some((column) => tenancy.tenantColumns.includes(column)))
    add(thing, 'tied to the tenant');
}

function columnsIn(tree: Node | undefined): readonly string[] {
  const names: string[] = [];
  if (tree === undefined) return names;
  walk(tree, (node) => {
    names.push(...stringsOf(nodeAs(node, 'ColumnRef')?.fields).slice(-1));
    return undefined;
  });
  return names;
}
