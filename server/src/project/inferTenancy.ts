import type { Inferred, InferredTenancy } from './inference';
import type { SchemaFacts, TableFacts } from './schemaFacts';
import { compareTexts } from './versions';

/**
 * What a tenant is, by the schema: the column that policies compare with a session setting, or that most tables carry
 * and that refers to one root table; tenant schemas by their names; and nothing where neither is there.
 */
export function inferTenancy(facts: SchemaFacts): InferredTenancy {
  const { column, others } = inferTenantColumn(facts);
  return { ...tenancyBy(column, facts), alternatives: others.map((other) => tenancyBy(other, facts)) };
}

function tenancyBy(column: Inferred<string> | undefined, facts: SchemaFacts): InferredTenancy {
  const schemas = column === undefined ? inferTenantSchemas(facts) : none<readonly string[]>([], rowReason);
  const root = inferTenantTable(facts, column);
  return {
    model: inferModel(facts, column, schemas),
    tenantColumns:
      column === undefined
        ? none([], noColumnReason)
        : { ...column, value: spellingsOf(column.value, facts) },
    tenantTable: root,
    setting: inferSetting(facts),
    memberTable: inferMemberTable(facts, column?.value),
    appRole: inferAppRole(facts),
    rls: inferRowSecurity(facts),
    schemas,
    sharedSchemas: none(['public'], 'the schema that every database has'),
    sharedTables: inferSharedTables(facts, column?.value, root.value),
    alternatives: [],
  };
}

const rowReason = 'tenants share their tables';
const noColumnReason = 'no column is carried by most tables and refers to one root table';

/** Names that say of themselves that they hold the tenant. */
const tenantName = /^(tenant|org|organi[sz]ation|workspace|company)(_?(id|uuid|key|slug))?$/i;
/** Names of columns that say which person did something. */
const personName =
  /^(user|person|profile|author|owner|creator|parent|assignee|(created|updated|deleted|modified)_by)(_?(id|uuid))?$/i;

interface Candidate {
  readonly column: string;
  /** Tables whose policies compare it with a setting. */
  readonly policies: number;
  /** Tables whose policies look it up in a table of members. */
  readonly memberships: number;
  /** Tables that have policies at all. */
  readonly guarded: number;
  /** Whether any policy compares it with anything. */
  readonly isCompared: boolean;
  readonly carriers: number;
  /** The table that most single-column foreign keys of it refer to, and how many do. */
  readonly root: string | undefined;
  readonly references: number;
}

/** The column that the evidence is for, and those that a person would have to be asked about. */
interface InferredColumns {
  readonly column: Inferred<string> | undefined;
  readonly others: readonly Inferred<string>[];
}

/** Two candidates are told apart where one is at least this much likelier. */
const clearDifference = 0.1;
const mostAlternatives = 3;

function inferTenantColumn(facts: SchemaFacts): InferredColumns {
  const all = candidates(facts);
  const ranked = rankedBy((candidate) => confidenceIn(candidate, facts.tables.size), all);
  const [best, ...others] = ranked;
  if (best === undefined) {
    const possible = rankedBy((candidate) => possibilityOf(candidate, facts.tables.size), all);
    return { column: undefined, others: columnsOf(possible, facts) };
  }
  const close = others.filter(
    ({ candidate, confidence }) =>
      best.confidence - confidence < clearDifference &&
      withoutSpelling(candidate.column) !== withoutSpelling(best.candidate.column),
  );
  return { column: columnOf(best, facts), others: columnsOf(close, facts) };
}

interface Ranked {
  readonly candidate: Candidate;
  readonly confidence: number;
}

function rankedBy(
  confidenceOf: (candidate: Candidate) => number,
  all: readonly Candidate[],
): readonly Ranked[] {
  return all
    .map((candidate) => ({ candidate, confidence: confidenceOf(candidate) }))
    .filter(({ confidence }) => confidence > 0)
    .sort(
      (left, right) =>
        right.confidence - left.confidence ||
        right.candidate.carriers - left.candidate.carriers ||
        compareTexts(left.candidate.column, right.candidate.column),
    );
}

function columnsOf(ranked: readonly Ranked[], facts: SchemaFacts): readonly Inferred<string>[] {
  return ranked.slice(0, mostAlternatives).map((each) => columnOf(each, facts));
}

function columnOf({ candidate, confidence }: Ranked, facts: SchemaFacts): Inferred<string> {
  const { column, policies, memberships, carriers, root, references } = candidate;
  const evidence = [
    `carried by ${carriers} of ${counted(facts.tables.size, 'table')}`,
    ...(root === undefined ? [] : [`${counted(references, 'reference')} to ${root}`]),
    ...(policies === 0
      ? []
      : [`policies of ${counted(policies, 'table')} compare it with a session setting`]),
    ...(memberships === 0 ? [] : [`policies of ${counted(memberships, 'table')} look up who belongs to it`]),
  ];
  return { value: column, confidence, reason: evidence.join(', ') };
}

/** How likely a column is the tenant's that nothing speaks for clearly; 0 where nothing does at all. */
function possibilityOf(
  { column, memberships, guarded, isCompared, carriers, references }: Candidate,
  tables: number,
): number {
  if (column === 'id' || personName.test(column) || carriers < 2) return 0;
  if (memberships === 0 && !isCompared && guarded >= 3 && guarded > tables / 2) return 0;
  const coverage = carriers / Math.max(1, tables - 1);
  if (tenantName.test(column)) return rounded(0.3 + 0.2 * Math.min(1, coverage));
  const refersToOneRoot = references >= carriers / 2;
  // Where most guarded tables go by something else, a look-up tells of rows that are shared with others.
  if (memberships > 0 && memberships >= guarded / 4 && refersToOneRoot) return 0.3;
  return refersToOneRoot && carriers >= 3 && coverage >= 0.5 ? 0.2 : 0;
}

/** The column, and what newer or older tables call it in another spelling, such as `tenantId` beside `tenant_id`. */
function spellingsOf(column: string, facts: SchemaFacts): readonly string[] {
  const spoken = withoutSpelling(column);
  const carried = new Set([...facts.tables.values()].flatMap(({ columns }) => [...columns]));
  const others = [...carried].filter((name) => name !== column && withoutSpelling(name) === spoken);
  return [column, ...others.sort(compareTexts)];
}

function withoutSpelling(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

function candidates(facts: SchemaFacts): readonly Candidate[] {
  const carriersOf = new Map<string, TableFacts[]>();
  for (const table of facts.tables.values()) {
    for (const column of table.columns) {
      const carriers = carriersOf.get(column);
      if (carriers === undefined) carriersOf.set(column, [table]);
      else carriers.push(table);
    }
  }
  const comparing = tablesComparing(facts);
  const lookingUp = tablesLookingUp(facts);
  const compared = new Set(facts.policies.flatMap((policy) => policy.compared));
  const guarded = new Set(facts.policies.map(({ table }) => table)).size;
  return [...carriersOf].map(([column, carriers]) => {
    const targets = carriers.flatMap((table) => targetOf(table, column) ?? []);
    const root = mostFrequent(targets);
    return {
      column,
      policies: comparing.get(column)?.size ?? 0,
      memberships: lookingUp.get(column)?.size ?? 0,
      guarded,
      isCompared: compared.has(column),
      carriers: carriers.length,
      root,
      references: targets.filter((target) => target === root).length,
    };
  });
}

/** The tables whose policies compare a column of that name with a setting. */
function tablesComparing(facts: SchemaFacts): ReadonlyMap<string, ReadonlySet<string>> {
  const comparing = new Map<string, Set<string>>();
  for (const { table, comparisons } of facts.policies) {
    for (const { column } of comparisons) {
      comparing.set(column, (comparing.get(column) ?? new Set()).add(table));
    }
  }
  return comparing;
}

/** The tables whose policies look a column of that name up in another table. */
function tablesLookingUp(facts: SchemaFacts): ReadonlyMap<string, ReadonlySet<string>> {
  const lookingUp = new Map<string, Set<string>>();
  for (const { table, memberships } of facts.policies) {
    for (const { column } of memberships) {
      lookingUp.set(column, (lookingUp.get(column) ?? new Set()).add(table));
    }
  }
  return lookingUp;
}

/** 0 where the column is not taken for the tenant's. */
function confidenceIn(candidate: Candidate, tables: number): number {
  const { column, policies, memberships, guarded, isCompared, carriers, references } = candidate;
  // The root table itself does not carry the column.
  const coverage = Math.min(1, carriers / Math.max(1, tables - 1));
  if (column === 'id') return 0;
  if (policies > 0) return rounded(0.8 + 0.19 * coverage);
  const refersToOneRoot = carriers >= 2 && references >= carriers / 2;
  // One policy that looks a column up may be about anything; half of the guarded tables tell what divides the rows.
  if (memberships >= 2 && memberships >= guarded / 2 && refersToOneRoot && !personName.test(column)) {
    return rounded(0.7 + 0.25 * coverage);
  }
  // Where most tables are guarded and none by this column, the rows are divided by something else.
  const isIgnored = memberships === 0 && !isCompared;
  if (isIgnored && guarded >= 3 && guarded > tables / 2 && coverage < 0.8) return 0;
  if (tenantName.test(column) && coverage >= 0.3)
    return rounded(0.55 + 0.3 * coverage + (references > 0 ? 0.1 : 0));
  if (personName.test(column) || carriers < 3) return 0;
  return refersToOneRoot && coverage >= 0.8 ? rounded(0.3 + 0.5 * coverage) : 0;
}

function inferTenantTable(
  facts: SchemaFacts,
  column: Inferred<string> | undefined,
): Inferred<string | undefined> {
  if (column === undefined) return none(undefined, 'there is no tenant column');
  const targets = [...facts.tables.values()].flatMap((table) => targetOf(table, column.value) ?? []);
  const root = mostFrequent(targets);
  if (root !== undefined) {
    const count = targets.filter((target) => target === root).length;
    return {
      value: root,
      confidence: 0.9,
      reason: `${counted(count, 'reference')} to it by ${column.value}`,
    };
  }
  const stem = column.value.replace(/_?(id|uuid|key|slug)$/i, '');
  const named = [`${stem}s`, stem, `${stem.replace(/y$/, 'ie')}s`, `${stem}es`].find((name) =>
    facts.tables.has(name),
  );
  if (named === undefined)
    return none(undefined, `no table is referred to by ${column.value} or named after it`);
  return { value: named, confidence: 0.6, reason: `it is named after ${column.value}` };
}

function inferModel(
  facts: SchemaFacts,
  column: Inferred<string> | undefined,
  schemas: Inferred<readonly string[]>,
): InferredTenancy['model'] {
  if (column !== undefined) {
    return {
      value: 'row',
      confidence: column.confidence,
      reason: `${column.value} says whose a row is`,
    };
  }
  if (schemas.value.length > 0) return { ...schemas, value: 'schema' };
  if (facts.tables.size === 0) return none(undefined, 'the history makes no tables');
  return {
    value: undefined,
    confidence: 0.7,
    reason: `${noColumnReason}, and no schema is named like a tenant's`,
  };
}

function inferTenantSchemas(facts: SchemaFacts): Inferred<readonly string[]> {
  const looped = mostFrequent(facts.schemaPatterns);
  if (looped !== undefined) {
    return { value: [looped], confidence: 0.8, reason: `loops go through the schemas named ${looped}` };
  }
  const prefixes = [...facts.schemas].flatMap(
    (schema) => /^(tenant|customer|client|org|company)_/i.exec(schema)?.[0] ?? [],
  );
  const prefix = mostFrequent(prefixes);
  if (prefix === undefined) return none([], "no schema is named like a tenant's");
  const count = prefixes.filter((each) => each === prefix).length;
  return { value: [`${prefix}*`], confidence: 0.7, reason: `${counted(count, 'schema')} named ${prefix}…` };
}

function inferSetting(facts: SchemaFacts): Inferred<string | undefined> {
  const settings = facts.policies.flatMap(({ comparisons }) => comparisons.map(({ setting }) => setting));
  const setting = mostFrequent(settings);
  if (setting === undefined) return none(undefined, 'no policy compares a column with a session setting');
  const share = settings.filter((each) => each === setting).length / settings.length;
  return {
    value: setting,
    confidence: rounded(0.5 + 0.45 * share),
    reason: 'policies compare the tenant column with it',
  };
}

/** The table that most policies look the tenant column up in. */
function inferMemberTable(facts: SchemaFacts, column: string | undefined): Inferred<string | undefined> {
  const tables = facts.policies.flatMap(({ memberships }) =>
    memberships
      .filter((each) => each.column === column)
      .flatMap((each) => each.tables.filter((table) => facts.tables.get(table)?.columns.has(each.column))),
  );
  const table = mostFrequent(tables);
  if (column === undefined || table === undefined) {
    return none(undefined, 'no policy looks up who belongs to a tenant');
  }
  const share = tables.filter((each) => each === table).length / tables.length;
  return {
    value: table,
    confidence: rounded(0.5 + 0.4 * share),
    reason: `policies look ${column} up in it`,
  };
}

function inferRowSecurity(facts: SchemaFacts): InferredTenancy['rls'] {
  const secured = [...facts.tables.values()].filter((table) => table.rowSecurity).length;
  if (secured === 0)
    return { value: 'optional', confidence: 0.8, reason: 'no table has row-level security enabled' };
  const reason = `row-level security is enabled on ${secured} of ${counted(facts.tables.size, 'table')}`;
  return { value: 'required', confidence: 0.9, reason };
}

/** Roles that Supabase makes with BYPASSRLS, so that no history does, and the superuser of a new server. */
const platformRoles: ReadonlySet<string> = new Set(['service_role', 'supabase_admin', 'postgres']);

/** The role that may write to most tables, or that the policies are made for; never one that they do not hold. */
function inferAppRole(facts: SchemaFacts): Inferred<string | undefined> {
  const weights = new Map(facts.writeGrants);
  for (const { roles } of facts.policies)
    for (const role of roles) weights.set(role, (weights.get(role) ?? 0) + 1);
  const ranked = [...weights]
    .filter(([role]) => !facts.exemptRoles.has(role) && !platformRoles.has(role))
    .sort((left, right) => right[1] - left[1] || compareTexts(left[0], right[0]));
  const [first, second] = ranked;
  if (first === undefined) return none(undefined, 'no role is granted writing rights or named by a policy');
  const [role, weight] = first;
  const clear = weight > 2 * (second?.[1] ?? 0);
  return {
    value: role,
    confidence: clear ? 0.9 : 0.5,
    reason: `${counted(weight, 'grant')} and policies name it${clear ? '' : `, but ${second?.[1] ?? 0} name ${second?.[0] ?? ''}`}`,
  };
}

/**
 * Tables that tenant tables refer to and that carry no tenant themselves. A table that nothing refers to is left out: it
 * may as well be one that lacks its tenant column, which is for a rule to say.
 */
function inferSharedTables(
  facts: SchemaFacts,
  column: string | undefined,
  root: string | undefined,
): Inferred<readonly string[]> {
  if (column === undefined) return none([], 'there is no tenant column');
  const isTenants = (name: string) => name === root || facts.tables.get(name)?.columns.has(column) === true;
  const referredTo = [...facts.tables.values()]
    .filter((table) => table.columns.has(column))
    .flatMap((table) => table.references.map((reference) => reference.table));
  const value = [...facts.tables]
    .filter(
      ([name, table]) =>
        !isTenants(name) && !table.references.some((reference) => isTenants(reference.table)),
    )
    .map(([name]) => name)
    .filter((name) => referredTo.includes(name));
  if (value.length === 0) return none([], `tenant tables refer to no table without ${column}`);
  return { value, confidence: 0.7, reason: `tenant tables refer to them, and they carry no ${column}` };
}

function targetOf(table: TableFacts, column: string): string | undefined {
  return table.references.find(({ columns }) => columns.length === 1 && columns[0] === column)?.table;
}

function mostFrequent(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((left, right) => right[1] - left[1] || compareTexts(left[0], right[0]))[0]?.[0];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function none<Value>(value: Value, reason: string): Inferred<Value> {
  return { value, confidence: 0, reason };
}

function rounded(confidence: number): number {
  return Math.round(confidence * 100) / 100;
}
