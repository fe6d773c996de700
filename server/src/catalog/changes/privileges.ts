import type { AccessPriv, GrantStmt, Node } from '@pgsql/types';
import { nodeAs, stringsOf } from '../../sql';
import type { Catalog, Grant } from '../model';
import { roleNames } from './reading';

/** What a GRANT or REVOKE says, apart from the objects. */
export interface GrantTerms {
  readonly verb: 'grant' | 'revoke';
  readonly grantees: readonly string[];
  /** WITH GRANT OPTION; in a REVOKE, that only the option is taken. */
  readonly grantOption: boolean;
  /** Privileges on whole objects; undefined for ALL. */
  readonly privileges: readonly string[] | undefined;
  /** Privileges on columns of a table. */
  readonly ofColumns: readonly {
    readonly privilege: string | undefined;
    readonly columns: readonly string[];
  }[];
}

/** What ALL PRIVILEGES means for each kind of object, as of PostgreSQL 18. */
export const allPrivileges = {
  tables: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN'],
  columns: ['SELECT', 'INSERT', 'UPDATE', 'REFERENCES'],
  sequences: ['USAGE', 'SELECT', 'UPDATE'],
  functions: ['EXECUTE'],
  types: ['USAGE'],
  schemas: ['USAGE', 'CREATE'],
} as const;

export function termsOf(catalog: Catalog, statement: GrantStmt): GrantTerms {
  const privileges = (statement.privileges ?? []).flatMap((node) => nodeAs(node, 'AccessPriv') ?? []);
  const ofWhole = privileges.filter(({ cols }) => cols === undefined);
  return {
    verb: statement.is_grant === true ? 'grant' : 'revoke',
    grantees: roleNames(catalog, statement.grantees),
    grantOption: statement.grant_option ?? false,
    privileges: privileges.length === 0 ? undefined : ofWhole.flatMap(nameOfPrivilege),
    ofColumns: privileges
      .filter(({ cols }) => cols !== undefined)
      .map(({ priv_name: name, cols }) => ({ privilege: name?.toUpperCase(), columns: namesOf(cols) })),
  };
}

/** Grants after a GRANT or REVOKE of the given privileges. */
export function grantsAfter(
  grants: readonly Grant[],
  terms: GrantTerms,
  privileges: readonly string[],
): readonly Grant[] {
  const concerns = (grant: Grant) =>
    terms.grantees.includes(grant.grantee) && privileges.includes(grant.privilege);
  if (terms.verb === 'revoke') {
    return terms.grantOption
      ? grants.map((grant) => (concerns(grant) ? { ...grant, withGrantOption: false } : grant))
      : grants.filter((grant) => !concerns(grant));
  }
  const given = terms.grantees.flatMap((grantee) =>
    privileges.map((privilege): Grant => {
      const present = grants.find((grant) => grant.grantee === grantee && grant.privilege === privilege);
      return {
        grantee,
        privilege,
        withGrantOption: terms.grantOption || (present?.withGrantOption ?? false),
      };
    }),
  );
  return [...grants.filter((grant) => !concerns(grant)), ...given];
}

function nameOfPrivilege({ priv_name: name }: AccessPriv): readonly string[] {
  return name === undefined ? [] : [name.toUpperCase()];
}

function namesOf(columns: readonly Node[] | undefined): readonly string[] {
  return stringsOf(columns);
}
