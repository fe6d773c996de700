import type { Node } from '@pgsql/types';
import { sqlOf } from '../../sql';
import type { DefaultGrant, Routine, UserType } from '../model';
import { nameOf } from '../query/relations';
import { addGrants, typeText, treeText, recordText, withoutUndefined, type Parts } from './parts';

export function addType(parts: Parts, type: UserType): void {
  const definition = (() => {
    switch (type.kind) {
      case 'enum':
        return { labels: type.labels.join() };
      case 'domain':
        return {
          type: typeText(type.base),
          'NOT NULL': String(type.notNull),
          default: treeText(type.default),
          constraints: type.checks
            .map((check) => `${check.name} ${sqlOf(check.expression)} ${String(check.validated)}`)
            .sort()
            .join(),
        };
      case 'composite':
        return { attributes: type.attributes.map((each) => `${each.name} ${typeText(each.type)}`).join() };
      case 'range':
        return { subtype: type.subtype === undefined ? '' : typeText(type.subtype) };
      case 'base':
        return {};
    }
  })();
  const name = `${type.kind === 'enum' || type.kind === 'domain' ? type.kind : 'type'} ${nameOf(type)}`;
  parts.set(name, {
    relation: undefined,
    origin: type.origin,
    attributes: { owner: type.owner ?? '', ...withoutUndefined(definition) },
  });
  addGrants(parts, name, type.grants, undefined);
}

export function addRoutine(parts: Parts, routine: Routine): void {
  const inputs = routine.parameters.filter(({ mode }) => mode !== 'out' && mode !== 'table');
  const key = `${routine.kind} ${nameOf(routine)}(${inputs.map(({ type }) => typeText(type)).join(', ')})`;
  const { definition } = routine;
  parts.set(key, {
    relation: undefined,
    origin: routine.origin,
    attributes: {
      owner: routine.owner ?? '',
      body: routine.body ?? treeText(definition?.sql_body),
      language: routine.language,
      volatility: routine.volatility,
      security: routine.securityDefiner ? 'definer' : 'invoker',
      settings: recordText(routine.settings),
      clauses: [String(routine.strict), String(routine.leakproof), ...plainOptions(definition?.options)].join(
        ' ',
      ),
      parameters: (definition?.parameters ?? []).map(sqlOf).join(),
    },
  });
  addGrants(parts, key, routine.grants, undefined);
}

/** COST, ROWS, PARALLEL and other clauses that the model does not follow. */
function plainOptions(options: readonly Node[] | undefined): readonly string[] {
  const followed = ['as', 'language', 'volatility', 'security', 'strict', 'leakproof', 'set'];
  return (options ?? [])
    .filter((node) => 'DefElem' in node && !followed.includes(node.DefElem.defname ?? ''))
    .map((node) =>
      JSON.stringify(node, (key: string, value: unknown) => (key === 'location' ? undefined : value)),
    )
    .sort();
}

export function addDefaultGrant(parts: Parts, grant: DefaultGrant): void {
  const { effect, privilege, objects, schema, grantee, forRole } = grant;
  parts.set(
    `default ${effect} of ${privilege} on ${objects} in ${schema ?? 'all schemas'} to ${grantee}${forRole === undefined ? '' : ` for ${forRole}`}`,
    {
      relation: undefined,
      origin: undefined,
      attributes: { 'grant option': String(grant.withGrantOption) },
    },
  );
}

/** Options of a sequence that say what holds anyway. */
export function withoutDefaults(options: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const defaults: Readonly<Record<string, string>> = {
    increment: '1',
    minvalue: 'true',
    maxvalue: 'true',
    cache: '1',
    cycle: 'false',
  };
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => defaults[name] !== value));
}
