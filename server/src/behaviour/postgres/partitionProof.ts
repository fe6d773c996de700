import type { Node, PartitionBoundSpec } from '@pgsql/types';
import type { Table } from '../../catalog';
import { nodeAs } from '../../sql';
import { compare, constantIn, factsAbout, type Constant, type Fact, type Operator } from './comparisons';

/**
 * Whether validated CHECK constraints rule out rows that do not belong, so that the server need not read the table
 * (`ConstraintImpliedByRelConstraint`): it compares constants, and draws no conclusion from several conditions together.
 */
export type Proof = 'proved' | 'not proved' | 'undecided';

/** Whether all rows of a table are proved to fit a partition's bounds. */
export function provesFit(
  table: Table | undefined,
  parent: Table | undefined,
  bound: PartitionBoundSpec,
): Proof {
  return judge(table, parent, (known) => {
    const wanted = wantedOf(bound);
    if (wanted === undefined) return 'undecided';
    if (!known.isNotNull) return 'not proved';
    return all(wanted.map((fact) => implied(known.facts, fact)));
  });
}

/** Whether all rows of a default partition are proved to lie outside the bounds of a new partition. */
export function provesOutside(
  table: Table | undefined,
  parent: Table | undefined,
  bound: PartitionBoundSpec,
): Proof {
  return judge(table, parent, (known) => {
    const wanted = wantedOf(bound);
    if (wanted === undefined || !known.isNotNull) return 'undecided';
    return any(known.facts.map((fact) => contradicts(fact, wanted)));
  });
}

/** Whether all rows of a table are proved to lie outside the bounds of all partitions, as in a new default partition. */
export function provesOutsideAll(
  table: Table | undefined,
  parent: Table | undefined,
  siblings: readonly Table[],
): Proof {
  return all(
    siblings.map((sibling) => {
      const bound = sibling.partitionOf?.bound;
      const written = bound === 'default' ? undefined : nodeAs(bound, 'PartitionBoundSpec');
      return written === undefined ? 'undecided' : provesOutside(table, parent, written);
    }),
  );
}

interface Known {
  readonly facts: readonly Fact[];
  readonly isNotNull: boolean;
}

function judge(table: Table | undefined, parent: Table | undefined, decide: (known: Known) => Proof): Proof {
  const keys = parent?.partitionKey?.columns ?? [];
  const checks = (table?.constraints ?? []).filter(
    (constraint) => constraint.kind === 'check' && constraint.validated && constraint.enforced,
  );
  const onKey = checks.filter((check) => check.columns.some((column) => keys.includes(column)));
  if (onKey.length === 0) return 'not proved';
  const key = keys[0];
  if (key === undefined || keys.length > 1) return 'undecided';
  const facts = onKey.flatMap((check) => (check.kind === 'check' ? factsAbout(key, check.expression) : []));
  const isDeclared = table?.columns.some((column) => column.name === key && column.notNull) === true;
  return decide({ facts, isNotNull: isDeclared || facts.some(({ kind }) => kind === 'not null') });
}

/** What the bounds demand of the key; undefined where that is not followed. */
function wantedOf(bound: PartitionBoundSpec): readonly Fact[] | undefined {
  switch (bound.strategy) {
    case 'r': {
      const low = edge('>=', bound.lowerdatums?.[0], 'minvalue');
      const high = edge('<', bound.upperdatums?.[0], 'maxvalue');
      return low === undefined || high === undefined ? undefined : [...low, ...high];
    }
    case 'l': {
      const values = (bound.listdatums ?? []).map(constantIn);
      const known = values.filter((value) => value !== undefined);
      return known.length < values.length ? undefined : [{ kind: 'one of', values: known }];
    }
    default:
      return undefined;
  }
}

/** An edge of a range; none where it has no end on that side. */
function edge(operator: Operator, datum: Node | undefined, open: string): readonly Fact[] | undefined {
  if (datum === undefined) return undefined;
  const word = nodeAs(nodeAs(datum, 'ColumnRef')?.fields?.[0], 'String')?.sval;
  if (word === open) return [];
  const value = constantIn(datum);
  return value === undefined ? undefined : [{ kind: 'compared', operator, value }];
}

/** Whether one of the known facts alone implies the wanted one. */
function implied(known: readonly Fact[], wanted: Fact): Proof {
  return any(known.map((fact) => implies(fact, wanted)));
}

function implies(fact: Fact, wanted: Fact): Proof {
  if (fact.kind === 'either') return all(fact.alternatives.map((facts) => implied(facts, wanted)));
  if (fact.kind === 'other') return 'undecided';
  if (wanted.kind === 'one of') {
    if (fact.kind !== 'one of') return 'not proved';
    return all(fact.values.map((value) => any(wanted.values.map((other) => proofOf(isEqual(value, other))))));
  }
  if (wanted.kind !== 'compared') return 'undecided';
  if (fact.kind === 'one of') return all(fact.values.map((value) => proofOf(holds(value, wanted))));
  if (fact.kind !== 'compared' || isDownward(fact.operator) !== isDownward(wanted.operator))
    return 'not proved';
  const order = compare(fact.value, wanted.value);
  if (order === undefined) return 'undecided';
  if (order === 0) return proofOf(fact.operator === wanted.operator || wanted.operator.endsWith('='));
  return proofOf(isDownward(wanted.operator) ? order < 0 : order > 0);
}

/** Whether a fact rules the wanted facts out, taken together. */
function contradicts(fact: Fact, wanted: readonly Fact[]): Proof {
  if (fact.kind === 'either') {
    return all(fact.alternatives.map((facts) => any(facts.map((each) => contradicts(each, wanted)))));
  }
  return any(wanted.map((each) => contradictsOne(fact, each)));
}

function contradictsOne(fact: Fact, wanted: Fact): Proof {
  if (fact.kind === 'other') return 'undecided';
  if (wanted.kind === 'one of') {
    if (fact.kind === 'none of') {
      return all(
        wanted.values.map((value) => any(fact.values.map((other) => proofOf(isEqual(value, other))))),
      );
    }
    if (fact.kind === 'one of') {
      return all(
        fact.values.map((value) => all(wanted.values.map((other) => proofOf(isOther(value, other))))),
      );
    }
    return fact.kind === 'not null' ? 'not proved' : 'undecided';
  }
  if (wanted.kind !== 'compared') return 'undecided';
  return implies(fact, { kind: 'compared', operator: negated[wanted.operator], value: wanted.value });
}

const negated: Readonly<Record<Operator, Operator>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' };

function holds(value: Constant, wanted: Extract<Fact, { kind: 'compared' }>): boolean | undefined {
  const order = compare(value, wanted.value);
  if (order === undefined) return undefined;
  if (order === 0) return wanted.operator.endsWith('=');
  return isDownward(wanted.operator) ? order < 0 : order > 0;
}

function isEqual(first: Constant, second: Constant): boolean | undefined {
  const order = compare(first, second);
  return order === undefined ? undefined : order === 0;
}

function isOther(first: Constant, second: Constant): boolean | undefined {
  const equal = isEqual(first, second);
  return equal === undefined ? undefined : !equal;
}

function proofOf(holdsTrue: boolean | undefined): Proof {
  if (holdsTrue === undefined) return 'undecided';
  return holdsTrue ? 'proved' : 'not proved';
}

function all(proofs: readonly Proof[]): Proof {
  if (proofs.includes('not proved')) return 'not proved';
  return proofs.includes('undecided') ? 'undecided' : 'proved';
}

function any(proofs: readonly Proof[]): Proof {
  if (proofs.includes('proved')) return 'proved';
  return proofs.includes('undecided') ? 'undecided' : 'not proved';
}

function isDownward(operator: Operator): boolean {
  return operator.startsWith('<');
}
