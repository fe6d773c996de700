import { Document, isMap, isScalar, type YAMLMap } from 'yaml';
import type { Inference, Inferred } from './inference';

/**
 * The policy file that `tenantsafe init` writes: what was inferred, each value under a comment with its evidence. Loaded
 * again it gives the same policy.
 */
export function renderPolicy(inference: Inference): string {
  const { engine, version, migrations, tenancy, runner } = inference;
  const tenancyEntries = [
    entry('model', tenancy.model),
    entry('tenantColumn', { ...tenancy.tenantColumns, value: singleOrList(tenancy.tenantColumns.value) }),
    entry('tenantTable', tenancy.tenantTable),
    entry('setting', tenancy.setting),
    entry('memberTable', tenancy.memberTable),
    entry('appRole', tenancy.appRole),
    entry('rls', tenancy.rls),
    entry('schemas', tenancy.schemas),
    entry('sharedTables', tenancy.sharedTables),
  ].filter((each) => tenancy.model.value !== undefined && each.found);
  // False is the default, and nothing to write down.
  const runnerEntries = runner.bypassesRls.value ? [entry('bypassesRls', runner.bypassesRls)] : [];
  const entries = [
    entry('engine', engine),
    entry('version', { ...version, value: numberIfWhole(version.value) }),
    ...(tenancyEntries.length === 0
      ? []
      : [{ key: 'tenancy', value: valuesOf(tenancyEntries), comment: 'what a tenant is' }]),
    entry('migrations', { ...migrations, value: migrations.value.map(withoutDefaults) }),
    ...(runnerEntries.length === 0
      ? []
      : [{ key: 'runner', value: valuesOf(runnerEntries), comment: 'the role that runs the migrations' }]),
  ].filter((each) => !('found' in each) || each.found);

  const document = new Document(valuesOf(entries));
  document.commentBefore = header(inference);
  explain(document.contents, entries);
  explain(groupOf(document, 'tenancy'), tenancyEntries);
  explain(groupOf(document, 'runner'), runnerEntries);
  const written = new Set(entries.map(({ key }) => key));
  document.comment = ` further keys: ${furtherKeys.filter((key) => !written.has(key)).join(', ')}`;
  return document.toString({ lineWidth: 0 });
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
  readonly comment: string;
}

const furtherKeys = [
  'runner',
  'rules',
  'baseline',
  'exceptions',
  'fixtures',
  'budgets',
  'production',
  'drafts',
];

/** Below this confidence a person is asked to look at the value. */
const certain = 0.6;

function entry(
  key: string,
  { value, confidence, reason }: Inferred<unknown>,
): Entry & { readonly found: boolean } {
  const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
  return {
    key,
    value,
    comment: `${confidence < certain ? 'please check: ' : ''}${reason} (${percent(confidence)} sure)`,
    found: !isEmpty,
  };
}

function header({ tenancy }: Inference): string {
  const lines = [
    ' How Tenantsafe judges and tests the migrations of this project; docs/policy.md explains every key.',
  ];
  if (tenancy.model.value === undefined) {
    lines.push(
      ` No tenants were found: ${tenancy.model.reason}.`,
      ' If there are some, say how they are told apart under `tenancy:`.',
      ...tenancy.alternatives.map(
        ({ tenantColumns: { value, reason } }) =>
          ` Perhaps \`tenantColumn: ${value.join(', ')}\`: ${reason}.`,
      ),
    );
  }
  return lines.join('\n');
}

function percent(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}

function groupOf({ contents }: Document, key: string): unknown {
  return isMap(contents) ? contents.get(key, true) : undefined;
}

function explain(map: unknown, entries: readonly Entry[]): void {
  if (!isMap(map)) return;
  for (const { key, comment } of entries) {
    const node = keyNode(map, key);
    if (isScalar(node)) node.commentBefore = ` ${comment}`;
  }
}

function keyNode(map: YAMLMap, key: string): unknown {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.key;
}

function valuesOf(entries: readonly Entry[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}

function withoutDefaults({ path, framework, scope }: Inference['migrations']['value'][number]): object {
  return scope === 'tenant' ? { path, framework } : { path, framework, scope };
}

function singleOrList(names: readonly string[]): string | readonly string[] | undefined {
  return names.length > 1 ? names : names[0];
}

/** `16` is written as people write it; a version with a dot stays text, so that `8.0` keeps its zero. */
function numberIfWhole(version: string): string | number {
  return /^[1-9]\d*$/.test(version) ? Number(version) : version;
}
