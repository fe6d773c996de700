import type { Client } from 'pg';
import { schemaQueries } from './schemaQueries';

/** The schema as the system catalogs hold it, without object ids: one entry an object, attributes by name. */
export interface SchemaSnapshot {
  /** By identity, such as `column public.accounts.email` or `policy isolation on public.accounts`. */
  readonly objects: ReadonlyMap<string, SchemaObject>;
}

export interface SchemaObject {
  /** The schema that it is in, or that it is; undefined for what belongs to the database, such as an extension. */
  readonly schema: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface SchemaDifference {
  readonly object: string;
  /** As of the object. */
  readonly schema: string | undefined;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Attributes that differ, of a changed object. */
  readonly changes: readonly {
    readonly attribute: string;
    readonly before: string;
    readonly after: string;
  }[];
}

/**
 * Reads everything that a migration can change and a rollback must bring back: row security and policies with both
 * expressions, privileges, owners, comments, view options, function settings, constraint and index validity, trigger
 * states, enum order and more. Objects that an extension owns are left out.
 */
export async function snapshotSchema(client: Client): Promise<SchemaSnapshot> {
  const objects = new Map<string, SchemaObject>();
  await client.query("select pg_catalog.set_config('search_path', '', false)");
  for (const query of schemaQueries) {
    const { rows } = await client.query<{
      object: string;
      schema: string | null;
      attributes: SchemaObject['attributes'];
    }>(query);
    for (const { object, schema, attributes } of rows) {
      objects.set(object, { schema: schema ?? undefined, attributes });
    }
  }
  return { objects };
}

/** Object by object, in the order of their identities; nothing where the two are the same. */
export function compareSchemas(before: SchemaSnapshot, after: SchemaSnapshot): readonly SchemaDifference[] {
  const identities = new Set([...before.objects.keys(), ...after.objects.keys()]);
  return [...identities].toSorted().flatMap((object) => {
    const difference = compareObject(object, before.objects.get(object), after.objects.get(object));
    return difference === undefined ? [] : [difference];
  });
}

/** One line for people: `changed policy p on public.t: using: (a) → (b)`. */
export function describeDifference(difference: SchemaDifference): string {
  const changes = difference.changes.map(
    ({ attribute, before, after }) => `${attribute}: ${before} → ${after}`,
  );
  return [
    `${difference.kind} ${difference.object}`,
    ...(changes.length > 0 ? [changes.join('; ')] : []),
  ].join(': ');
}

function compareObject(
  object: string,
  before: SchemaObject | undefined,
  after: SchemaObject | undefined,
): SchemaDifference | undefined {
  const schema = before?.schema ?? after?.schema;
  if (before === undefined) return { object, schema, kind: 'added', changes: [] };
  if (after === undefined) return { object, schema, kind: 'removed', changes: [] };
  const names = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)]);
  const changes = [...names].flatMap((attribute) => {
    const was = printed(before.attributes[attribute]);
    const is = printed(after.attributes[attribute]);
    return was === is ? [] : [{ attribute, before: was, after: is }];
  });
  return changes.length === 0 ? undefined : { object, schema, kind: 'changed', changes };
}

function printed(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
