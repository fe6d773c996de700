/** A table's name as facts on tenants have it: without the schema `public`. */
export function qualified(schema: string | undefined, name: string): string {
  return schema === undefined || schema === 'public' ? name : `${schema}.${name}`;
}
