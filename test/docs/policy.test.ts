import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPolicy } from '../../server/src/project';
import schema from '../../server/src/project/policy.schema.json';

const page = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');
/** The first and the last cell of each table row: a key and what it means. */
const rows = new Map(
  [...page.matchAll(/^\| `([^`]+)`\s*\|.*\| (.*?)\s*\|$/gm)].map(([, key = '', text]) => [key, text]),
);

interface SchemaNode {
  readonly description?: string;
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

/** Every key of the schema with its whole path, as the page writes it. */
function keysOf(node: SchemaNode, prefix: string): readonly (readonly [string, string])[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => [
    [`${prefix}${key}`, child.description ?? ''] as const,
    ...keysOf(child, `${prefix}${key}.`),
    ...keysOf(child.items ?? {}, `${prefix}${key}[].`),
  ]);
}

describe('docs/policy.md', () => {
  for (const [key, description] of keysOf(schema, '')) {
    it(`documents ${key} in the schema’s own words`, () => {
      expect(description).not.toBe('');
      expect(rows.get(key)).toBe(description);
    });
  }

  it('names no key that the schema does not have', () => {
    const known = keysOf(schema, '').map(([key]) => key);
    expect([...rows.keys()].filter((key) => !known.includes(key))).toEqual([]);
  });

  it('shows examples that are valid', () => {
    const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
    expect(examples.length).toBeGreaterThan(0);
    for (const text of examples) expect(loadPolicy('tenantsafe.yaml', text).problems).toEqual([]);
  });
});
