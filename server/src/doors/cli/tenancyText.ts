import { spokenName } from '../../catalog';
import type { MappedTable, TenancyMap } from '../../service';

/** The map of all tables for people: grouped by whose rows they hold, one line each. */
export function tenancyText(map: TenancyMap): string {
  const groups = titles.flatMap(([side, title]) =>
    groupText(
      title,
      map.tables.filter((table) => table.side === side),
    ),
  );
  return `${[modelText(map), ...(map.model === null ? [] : groups)].join('\n\n')}\n`;
}

const titles: readonly (readonly [MappedTable['side'], string])[] = [
  ['tenant', 'Tenant tables'],
  ['shared', 'Shared tables'],
  ['unknown', 'Unknown'],
];

function modelText({ model, tenantColumns, tenantTable, inferred }: TenancyMap): string {
  if (model === null) {
    const reason = inferred === null ? 'the policy names no model' : inferred.reason;
    return `No tenants were found: ${reason}. If there are some, say how they are told apart under \`tenancy:\` in tenantsafe.yaml.`;
  }
  const column = tenantColumns.length === 0 ? '' : `, tenants by ${tenantColumns.join(' or ')}`;
  const root = tenantTable === null ? '' : ` of ${tenantTable}`;
  const evidence =
    inferred === null
      ? ''
      : `\nInferred (${Math.round(inferred.confidence * 100)} % sure): ${inferred.reason}. Write it down with \`tenantsafe init\`.`;
  return `Model ${model}${column}${root}${evidence}`;
}

function groupText(title: string, tables: readonly MappedTable[]): readonly string[] {
  if (tables.length === 0) return [];
  const names = tables.map(({ relation }) => spokenName(relation));
  const width = Math.max(...names.map((name) => name.length));
  const lines = tables.map(({ summary }, place) => `  ${(names[place] ?? '').padEnd(width)}  ${summary}`);
  return [[`${title} (${tables.length})`, ...lines].join('\n')];
}
