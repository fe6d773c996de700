import type { View } from '../../catalog';

export interface LostGrant {
  readonly grantee: string;
  readonly privileges: readonly string[];
}

/** The rights that roles had on a view and do not have on the one that took its name, role by role. */
export function grantsLost(old: View, made: View | undefined): readonly LostGrant[] {
  const lost = old.grants.filter(
    ({ grantee, privilege }) =>
      made?.grants.some((grant) => grant.grantee === grantee && grant.privilege === privilege) !== true,
  );
  return [...new Set(lost.map(({ grantee }) => grantee))].map((grantee) => ({
    grantee,
    privileges: lost
      .filter((grant) => grant.grantee === grantee)
      .map(({ privilege }) => privilege.toUpperCase()),
  }));
}
