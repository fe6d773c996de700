import type { TenancyModel, TenancyPolicy } from '../../project';
import type { ActingFor, Operation, RowSecurityFacts, RowSecurityLeak } from '../observe/rowSecurity/facts';
import type { IsolationFacts } from '../trial/isolation';
import type { DatabaseState, Trial } from '../trial/trial';
import { counted, failed, passed, skipped, type Check, type Judgement } from './check';

/**
 * Does every tenant still have its own values only, may the application still touch no other tenant's rows, and do
 * sessions still begin as they did, after the migration and after its rollback?
 */
export const isolation: Check = {
  id: 'isolation',
  judge({ tenant, alone, everyAlone, together, policy }) {
    const trial = together ?? alone;
    const { isolation: facts, isolationAfterDown } = trial;
    if (facts === undefined) {
      return skipped(
        trial === together
          ? 'The migration did not run to its end with all tenants in one database.'
          : 'The migration did not run to its end.',
      );
    }
    const settings = [trial, ...everyAlone].map(
      (each) => changedSettings(each, policy.tenancy) ?? settingsLeftBehind(each),
    );
    return (
      breach(facts, tenant.name) ??
      settings.find((judgement) => judgement !== undefined) ??
      afterRollback(isolationAfterDown && breach(isolationAfterDown, tenant.name)) ??
      proof(facts.rowSecurity, trial.fixture.model)
    );
  },
};

/** What is wrong for a tenant; undefined where nothing is. */
function breach(facts: IsolationFacts, tenant: string): Judgement | undefined {
  return (
    disturbance(facts, tenant) ??
    leakedValue(facts, tenant) ??
    crossReference(facts, tenant) ??
    sharedKey(facts, tenant) ??
    rowSecurityLeak(facts.rowSecurity, tenant)
  );
}

function afterRollback(judgement: Judgement | undefined): Judgement | undefined {
  return judgement && { ...judgement, message: `After the rollback: ${judgement.message}` };
}

function disturbance({ disturbed }: IsolationFacts, tenant: string): Judgement | undefined {
  const [other] = disturbed;
  if (other === undefined) return undefined;
  return failed(`The run for ${tenant} changed tenant ${other.tenant}: ${other.changes[0] ?? ''}.`, {
    sample: disturbed.flatMap(({ tenant: name, changes }) => changes.map((line) => `${name}: ${line}`)),
  });
}

function leakedValue({ leakedValues }: IsolationFacts, tenant: string): Judgement | undefined {
  const leaks = leakedValues.filter((leak) => leak.tenant === tenant);
  const [worst] = leaks.toSorted((left, right) => right.rows - left.rows);
  if (worst === undefined) return undefined;
  return failed(
    `${counted(worst.rows, 'row')} of ${worst.relation} hold values of tenant ${worst.from} in column ${worst.column}.`,
    {
      relations: unique(leaks.map(({ relation }) => relation)),
      sample: leaks.flatMap(({ relation, column, from, sample }) =>
        sample.map((value) => `${relation}.${column} holds a value of ${from}: ${value}`),
      ),
    },
  );
}

function crossReference({ crossReferences }: IsolationFacts, tenant: string): Judgement | undefined {
  const own = crossReferences.filter((reference) => reference.tenant === tenant);
  const [worst] = own.toSorted((left, right) => right.rows - left.rows);
  if (worst === undefined) return undefined;
  const columns = worst.columns.join(', ');
  return failed(
    `${counted(worst.rows, 'row')} of ${worst.relation} refer to rows of tenant ${worst.to} in ${worst.target} by ${columns}.`,
    {
      relations: unique(own.flatMap(({ relation, target }) => [relation, target])),
      sample: own.map(
        ({ relation, to, target, rows }) =>
          `${counted(rows, 'row')} of ${relation} refer to rows of ${to} in ${target}`,
      ),
    },
  );
}

function sharedKey({ sharedKeys }: IsolationFacts, tenant: string): Judgement | undefined {
  const own = sharedKeys.filter((key) => key.tenant === tenant);
  const [first] = own;
  if (first === undefined) return undefined;
  return failed(
    `A row of ${first.relation} cannot have the value of ${first.columns.join(', ')} that tenant ${first.holder} uses: the unique key ${first.key} leaves out the tenant.`,
    {
      relations: unique(own.map(({ relation }) => relation)),
      sample: own.map(({ relation, key, holder }) => `${relation}: ${key} refused a value of ${holder}`),
    },
  );
}

function rowSecurityLeak(facts: RowSecurityFacts, tenant: string): Judgement | undefined {
  if (facts.kind !== 'probed') return undefined;
  const leaks = facts.leaks.filter(
    ({ actingFor }) => typeof actingFor === 'string' || actingFor.tenant === tenant,
  );
  const [first] = leaks.toSorted((left, right) => severityOf(right) - severityOf(left));
  if (first === undefined) return undefined;
  return failed(`The application role, ${acting(first.actingFor)}, ${deed(first)}.`, {
    relations: unique(leaks.map(({ relation }) => relation)),
    sample: leaks.map((leak) => `${leak.operation}, ${acting(leak.actingFor)}: it ${deed(leak)}`),
  });
}

/** A tenant's own view of others says more than that of nobody, and rows seen more than rows written. */
function severityOf({ actingFor, operation }: RowSecurityLeak): number {
  return (typeof actingFor === 'string' ? 0 : 2) + (operation === 'read' ? 1 : 0);
}

function acting(actingFor: ActingFor): string {
  switch (actingFor) {
    case 'nobody':
      return 'without any tenant set';
    case 'nobody again':
      return 'on a connection that a tenant used before';
    default:
      return `acting for ${actingFor.tenant}`;
  }
}

function deed({ operation, relation, rows }: RowSecurityLeak): string {
  if (operation === 'read' && rows === 0) return `may read all rows of ${relation}, which no policy guards`;
  const deeds: Readonly<Record<Operation, string>> = {
    read: `sees ${counted(rows, 'row')} of ${relation} that it must not see`,
    insert: `can insert a row of another tenant into ${relation}`,
    update: `can update a row of another tenant in ${relation}`,
    delete: `can delete a row of another tenant from ${relation}`,
    move: `can give a row of its own in ${relation} to another tenant`,
    'update all': `can update ${counted(rows, 'row')} of other tenants in ${relation} by an UPDATE without WHERE, which no policy for SELECT limits`,
    'delete all': `can delete ${counted(rows, 'row')} of other tenants from ${relation} by a DELETE without WHERE, which no policy for SELECT limits`,
  };
  return deeds[operation];
}

/** What the runner's connection goes on with, for the next migration or the next tenant. */
function settingsLeftBehind({ up, down, again }: Trial): Judgement | undefined {
  const left = [up, ...(down === undefined ? [] : [down]), ...(again === undefined ? [] : [again])].flatMap(
    (run) => run.leftSettings,
  );
  const [first] = left;
  if (first === undefined) return undefined;
  const shown = (value: string | null) => (value === null ? 'not set' : `'${value}'`);
  return failed(
    `The script leaves ${first.name} at ${shown(first.after)} on the runner's connection, where it was ${shown(first.before)}: what runs there next looks elsewhere. Set it for the script only, with SET LOCAL, or RESET it at the end.`,
    {
      sample: unique(
        left.map(
          ({ name, before, after }) => `${name} before: ${shown(before)}, after the script: ${shown(after)}`,
        ),
      ),
    },
  );
}

/** Settings of roles and of the database that decide what names mean and whom a session acts for. */
function changedSettings({ before, after }: Trial, { setting }: TenancyPolicy): Judgement | undefined {
  if (after === undefined) return undefined;
  const decisive = new Set([...decisiveSettings, ...(setting === undefined ? [] : [setting])]);
  const [was, is] = [before, after].map((state) => settingsIn(state, decisive));
  const changes = [...(is ?? [])].filter((line) => was?.has(line) !== true);
  const gone = [...(was ?? [])].filter((line) => is?.has(line) !== true);
  const [first] = [...changes, ...gone];
  if (first === undefined) return undefined;
  return failed(
    `New sessions of every tenant begin otherwise than before: ${first}. Set it for the script only, with SET LOCAL.`,
    { sample: [...changes.map((line) => `after: ${line}`), ...gone.map((line) => `before: ${line}`)] },
  );
}

const decisiveSettings: readonly string[] = [
  'search_path',
  'row_security',
  'role',
  'session_replication_role',
];

/** Lines such as `settings of any role in this database: search_path=billing`. */
function settingsIn({ schema }: DatabaseState, names: ReadonlySet<string>): ReadonlySet<string> {
  const lines = [...schema.objects].flatMap(([object, { attributes }]) => {
    const settings = attributes['settings'];
    if (!object.startsWith('settings of ') || !Array.isArray(settings)) return [];
    const own = settings.filter((each) => typeof each === 'string');
    return own
      .filter((each) => names.has(each.slice(0, each.indexOf('='))))
      .map((each) => `${object}: ${each}`);
  });
  return new Set(lines);
}

function proof(facts: RowSecurityFacts, model: TenancyModel): Judgement {
  switch (facts.kind) {
    case 'unused':
      return passed(unusedSentence[model]);
    case 'not probed':
      return skipped(`No value crossed tenants, but row security was not probed: ${facts.reason}.`);
    case 'unproved':
      return {
        verdict: 'errored',
        message: `No value crossed tenants, but the probe of row security proves nothing: ${facts.reason}.`,
      };
    case 'probed': {
      const { standing } = facts;
      const known =
        standing.length === 0
          ? ''
          : ` As before the migration, ${standing.join(', ')} ${standing.length === 1 ? 'is' : 'are'} open to other tenants.`;
      return passed(`No value crossed tenants, and the application reaches its own rows only.${known}`, {
        relations: standing,
      });
    }
  }
}

/** What was seen where tenants are not told apart by row security. */
const unusedSentence: Readonly<Record<TenancyModel, string>> = {
  row: 'No value crossed tenants; row security is not used.',
  schema: "No value crossed tenants, and no other tenant's schema was touched.",
  database: 'No value crossed tenants.',
};

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
