import { Map as ImmutableMap } from 'immutable';
import { noIndexes, noRelations } from './filing';
import type { Catalog, Origin, Schema } from './model';

/** The search path of a connection that nothing has set, `"$user"` left out: the history makes no such schema. */
export const defaultSearchPath: readonly string[] = ['public'];

const beforeHistory: Origin = { path: '', span: { start: 0, end: 0 } };

const publicSchema: Schema = {
  name: 'public',
  owner: undefined,
  grants: [{ grantee: 'public', privilege: 'USAGE', withGrantOption: false }],
  origin: beforeHistory,
};

/** A new database: the schema `public`, which everybody may use and, from PostgreSQL 15 on, only its owner may create in. */
export const emptyCatalog: Catalog = {
  schemas: ImmutableMap({ public: publicSchema }),
  relations: noRelations,
  indexes: noIndexes,
  sequences: ImmutableMap(),
  types: ImmutableMap(),
  routines: ImmutableMap(),
  extensions: ImmutableMap(),
  definitions: ImmutableMap(),
  roles: ImmutableMap(),
  comments: ImmutableMap(),
  defaultGrants: [],
  searchPath: defaultSearchPath,
  session: {
    searchPath: defaultSearchPath,
    startPath: defaultSearchPath,
    role: undefined,
    transaction: undefined,
  },
  notUnderstood: [],
};
