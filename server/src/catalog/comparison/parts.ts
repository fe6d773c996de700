import type { Node } from '@pgsql/types';
import { sqlOf } from '../../sql';
import type { ColumnType, Grant, Origin, QualifiedName } from '../model';

/** One object with its attributes as text, and where it belongs. */
export interface Part {
  readonly relation: QualifiedName | undefined;
  readonly origin: Origin | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

export type Parts = Map<string, Part>;

export function addGrants(
  parts: Parts,
  on: string,
  grants: readonly Grant[],
  relation: QualifiedName | undefined,
): void {
  for (const { grantee, privilege, withGrantOption } of grants) {
    parts.set(`grant of ${privilege} on ${on} to ${grantee}`, {
      relation,
      origin: undefined,
      attributes: { 'grant option': String(withGrantOption) },
    });
  }
}

export function typeText({ schema, name, modifiers, arrayDimensions }: ColumnType): string {
  const qualifier = schema === undefined ? '' : `${schema}.`;
  const length = modifiers.length === 0 ? '' : `(${modifiers.join()})`;
  return `${qualifier}${name}${length}${arrayDimensions > 0 ? '[]' : ''}`;
}

export function treeText(tree: Node | undefined): string {
  return tree === undefined ? '' : sqlOf(tree);
}

export function recordText(record: Readonly<Record<string, string>>): string {
  return Object.entries(record)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join();
}

export function withoutUndefined(
  record: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, value ?? '']));
}

/** A tree as text without the places in its statement, for nodes that do not stand alone. */
export function placeless(tree: Node): string {
  return JSON.stringify(tree, (key: string, value: unknown) => (key === 'location' ? undefined : value));
}
