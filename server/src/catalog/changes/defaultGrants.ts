import type { Catalog, DefaultGrant, Grant } from '../model';

/** The grants that a new object gets by the defaults in force, beyond what its owner always has. */
export function grantsForNew(
  catalog: Catalog,
  objects: DefaultGrant['objects'],
  schema: string | undefined,
  owner: string | undefined,
): readonly Grant[] {
  const applicable = catalog.defaultGrants.filter(
    (entry) =>
      entry.objects === objects &&
      (entry.schema === undefined || entry.schema === schema) &&
      concernsOwner(catalog, entry, owner),
  );
  const isRevoked = (grantee: string, privilege: string) =>
    applicable.some(
      (entry) => entry.effect === 'revoke' && entry.grantee === grantee && entry.privilege === privilege,
    );
  const builtIn = objects === 'functions' && !isRevoked('public', 'EXECUTE') ? [executeForPublic] : [];
  const granted = applicable
    .filter((entry) => entry.effect === 'grant')
    .map(({ grantee, privilege, withGrantOption }) => ({ grantee, privilege, withGrantOption }));
  return [...builtIn, ...granted];
}

/** Everybody may call a new function: the only default of objects in a schema that is open. */
const executeForPublic: Grant = { grantee: 'public', privilege: 'EXECUTE', withGrantOption: false };

/** The migration role's name is unknown: a role that the history did not make may be it, and then the default holds. */
function concernsOwner(catalog: Catalog, entry: DefaultGrant, owner: string | undefined): boolean {
  if (entry.forRole === owner) return true;
  return owner === undefined && entry.forRole !== undefined && !catalog.roles.has(entry.forRole);
}
