import {
  findView,
  nameOf,
  resolveRelation,
  spokenList,
  spokenName,
  type Catalog,
  type QualifiedName,
} from '../../catalog';
import { nameOfRangeVar, nodeAs, relationsNamedIn, type Statement } from '../../sql';
import { rowSecurityOff } from '../fixes/rowSecurityOff';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import {
  blindedTables,
  passesRowSecurity,
  protectedTablesBehind,
  tablesNamedIn,
} from '../readings/rowSecurity';

/** Copies of rows that forced policies hide from the role that makes them: they are made empty and nobody says so. */
export const rlsForceBlindsMatviewCtas: Rule = {
  id: 'rls-force-blinds-matview-ctas',
  category: 'rls',
  severity: 'warning',
  summary:
    'A materialized view, CREATE TABLE AS or COPY that comes out empty because row-level security is forced',
  speaksOf: ['CopyStmt', 'CreateTableAsStmt', 'RefreshMatViewStmt', 'SelectStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

/** Rows that a statement takes somewhere else. */
interface Taking {
  /** `The materialized view public.totals is filled`, as far as the message goes before its reason. */
  readonly spoken: string;
  readonly tables: readonly QualifiedName[];
}

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const taking = takingOf(reviewed, migration);
  const blinded = taking === undefined ? [] : blindedTables(reviewed, migration, taking.tables);
  if (taking === undefined || blinded.length === 0) return undefined;
  return {
    what: `${taking.spoken} without any row of ${spokenList(blinded.map(spokenName))}, and succeeds: row-level security is forced there, also for the owner.`,
    who: 'Where the role that runs the migration does not bypass row-level security, whatever is read from the copy is missing for all tenants.',
    remedy:
      'Run it as a role with BYPASSRLS and say so in the policy (`runner.bypassesRls: true`), or fill it for one tenant after the other.',
    span: reviewed.statement.span,
    relations: blinded,
    fixes: rowSecurityOff(reviewed, migration),
  };
}

function takingOf(
  { statement, before }: ReviewedStatement,
  migration: ReviewedMigration,
): Taking | undefined {
  const { tree } = statement;
  const refresh = nodeAs(tree, 'RefreshMatViewStmt');
  const refreshed = nameOfRangeVar(refresh?.relation);
  if (refreshed !== undefined) {
    if (refresh?.skipData === true) return undefined;
    const view = findView(before, refreshed);
    if (view === undefined) return undefined;
    const hidden = protectedTablesBehind(view, before).filter(
      (table) => !passesRowSecurity(view.owner, table, before, migration.policy),
    );
    return { spoken: `${spokenName(nameOf(view))} is filled anew`, tables: hidden.map(nameOf) };
  }
  const into = nodeAs(tree, 'CreateTableAsStmt')?.into ?? nodeAs(tree, 'SelectStmt')?.intoClause;
  const made = nameOfRangeVar(into?.rel);
  if (made !== undefined) {
    if (into?.skipData === true) return undefined;
    return { spoken: `${made.name} is filled`, tables: tablesReadBy(statement, before) };
  }
  const copy = nodeAs(tree, 'CopyStmt');
  if (copy === undefined || copy.is_from === true) return undefined;
  return { spoken: 'This COPY writes its output', tables: tablesReadBy(statement, before) };
}

/** By name, or behind a view that the statement names. */
function tablesReadBy(statement: Statement, catalog: Catalog): readonly QualifiedName[] {
  const views = (statement.tree === undefined ? [] : relationsNamedIn(statement.tree)).flatMap(
    (written) => findView(catalog, resolveRelation(catalog, written)) ?? [],
  );
  const behind = views
    .filter(({ kind }) => kind === 'view')
    .flatMap((view) => protectedTablesBehind(view, catalog).map(nameOf));
  return [...new Set([...tablesNamedIn(statement, catalog), ...behind])];
}
