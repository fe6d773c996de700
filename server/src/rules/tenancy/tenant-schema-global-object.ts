import { nodeAs, tokensOf, type Statement } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isTenantScript } from '../readings/tenantSchemas';
import { findKeyword } from '../readings/tokens';

/** What there is once in a database or a server, made by a migration that runs once for each tenant. */
export const tenantSchemaGlobalObject: Rule = {
  id: 'tenant-schema-global-object',
  category: 'tenant-schema',
  severity: 'error',
  summary: 'An extension, a role or another object that is in no schema, made once for each tenant',
  check: (migration) => findingsByStatement(migration, findingFor),
};

/** `isPassing`: IF NOT EXISTS lets the second run through. */
interface GlobalObject {
  readonly kind: string;
  readonly isPassing: boolean;
}

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, within } = reviewed;
  const made = globalObject(statement);
  if (!isTenantScript(migration) || made === undefined || made === 'in its place') return undefined;
  // A DO block that asks first, or catches the error, gets past it.
  if (within?.circumstances.some(({ kind }) => kind === 'condition' || kind === 'protected') === true)
    return undefined;
  const fix = inSharedSchema(statement, migration);
  return {
    what: `There is one ${made.kind} of a name for ${made.kind === 'role' || made.kind === 'tablespace' ? 'the whole server' : 'all schemas of the database'}, and this file runs once for each tenant.`,
    who: made.isPassing
      ? 'The run for the first tenant puts it into that tenant’s schema, and no other tenant finds its functions and types (42883, 42704).'
      : 'The run for the first tenant goes through, and the run for every other fails (42710).',
    remedy: 'Make it in a migration that runs once for all tenants, an extension with a shared schema.',
    span: statement.span,
    relations: [],
    ...(made.isPassing ? { severity: 'warning' as const } : {}),
    fixes: fix,
  };
}

function globalObject({ tree }: Statement): GlobalObject | 'in its place' | undefined {
  const extension = nodeAs(tree, 'CreateExtensionStmt');
  if (extension !== undefined) {
    const isPassing = extension.if_not_exists === true;
    const hasSchema = (extension.options ?? []).some(
      (option) => nodeAs(option, 'DefElem')?.defname === 'schema',
    );
    return isPassing && hasSchema ? 'in its place' : { kind: 'extension', isPassing };
  }
  const kinds: readonly (readonly [string, unknown])[] = [
    ['role', nodeAs(tree, 'CreateRoleStmt')],
    ['publication', nodeAs(tree, 'CreatePublicationStmt')],
    ['subscription', nodeAs(tree, 'CreateSubscriptionStmt')],
    ['event trigger', nodeAs(tree, 'CreateEventTrigStmt')],
    ['foreign-data wrapper', nodeAs(tree, 'CreateFdwStmt')],
    ['foreign server', nodeAs(tree, 'CreateForeignServerStmt')],
    ['tablespace', nodeAs(tree, 'CreateTableSpaceStmt')],
    ['language', nodeAs(tree, 'CreatePLangStmt')],
  ];
  const found = kinds.find(([, node]) => node !== undefined);
  const isPassing =
    nodeAs(tree, 'CreateForeignServerStmt')?.if_not_exists === true ||
    nodeAs(tree, 'CreatePLangStmt')?.replace === true;
  return found === undefined || isPassing ? undefined : { kind: found[0], isPassing: false };
}

function inSharedSchema(statement: Statement, migration: ReviewedMigration): readonly Fix[] {
  const extension = nodeAs(statement.tree, 'CreateExtensionStmt');
  const [schema] = migration.policy.tenancy.sharedSchemas;
  const tokens = tokensOf(statement);
  const keyword = findKeyword(tokens, 'EXTENSION');
  const name = extension?.if_not_exists === true ? tokens[5] : tokens[2];
  if (extension === undefined || keyword === undefined || name === undefined || schema === undefined)
    return [];
  const hasSchema = (extension.options ?? []).some(
    (option) => nodeAs(option, 'DefElem')?.defname === 'schema',
  );
  return [
    {
      title: `Put it into ${schema}, once`,
      preferred: false,
      edits: [
        ...(extension.if_not_exists === true ? [] : [insertion(migration, keyword.end, ' IF NOT EXISTS')]),
        ...(hasSchema ? [] : [insertion(migration, name.end, ` SCHEMA ${schema}`)]),
      ],
    },
  ];
}
