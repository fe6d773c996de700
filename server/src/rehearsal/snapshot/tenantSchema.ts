import type { SchemaObject, SchemaSnapshot } from './schema';

/**
 * What a snapshot says of one tenant, worded so that two tenants' can be compared: where it has a schema of its own,
 * only what is in it, with the schema's name left out; else everything.
 */
export function tenantSchema(snapshot: SchemaSnapshot, schema: string | undefined): SchemaSnapshot {
  if (schema === undefined) return snapshot;
  const own = [...snapshot.objects].filter(([, object]) => object.schema === schema);
  const neutral = neutralWords(schema);
  return {
    objects: new Map(
      own.map(([name, object]): [string, SchemaObject] => [
        name === `schema ${schema}` ? 'schema' : neutral(name),
        {
          schema: undefined,
          attributes: Object.fromEntries(
            Object.entries(object.attributes).map(([key, value]) => [key, neutral(JSON.stringify(value))]),
          ),
        },
      ]),
    ),
  };
}

/** Takes `tenant_a.` away from names, also where it is quoted (once more in JSON). */
function neutralWords(schema: string): (text: string) => string {
  const escaped = schema.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  const qualifier = new RegExp(`(?<![\\w$"])(?:${escaped}|\\\\?"${escaped}\\\\?")\\.`, 'g');
  return (text) => text.replace(qualifier, '');
}
