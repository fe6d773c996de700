import {
  resolveRoutine,
  spokenName,
  spokenType,
  nameOf,
  type Catalog,
  type Routine,
  type Table,
} from '../../catalog';
import type { Policy } from '../../project';
import { nameOfParts, nodeAs, type Statement } from '../../sql';
import { relationsReadBy } from '../../tenancy';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { protectedTablesAmong, passesRowSecurity } from './rowSecurity';

/** The routine that a CREATE or ALTER FUNCTION leaves behind for good; undefined where a later statement changes it again. */
export function routineMadeBy(
  { statement, after }: ReviewedStatement,
  { after: last, script }: ReviewedMigration,
): Routine | undefined {
  const written = nameOfParts(
    nodeAs(statement.tree, 'CreateFunctionStmt')?.funcname ??
      nodeAs(statement.tree, 'AlterFunctionStmt')?.func?.objname,
  );
  if (written === undefined) return undefined;
  return (last.routines.get(resolveRoutine(after, written)) ?? []).find(
    ({ origin }) => origin.path === script.path && origin.span.start === statement.span.start,
  );
}

/** The routine of another state of the schema with the same name and the same input types. */
export function sameRoutineIn(catalog: Catalog, routine: Routine): Routine | undefined {
  return (catalog.routines.get(nameOf(routine)) ?? []).find(
    (other) => inputTypesOf(other) === inputTypesOf(routine),
  );
}

/** `name(type, type)`, as ALTER and GRANT want it, and as a message may say it. */
export function signatureOf(routine: Routine): string {
  return `${spokenName(nameOf(routine))}(${inputTypesOf(routine)})`;
}

export function inputTypesOf({ parameters }: Routine): string {
  return parameters
    .filter(({ mode }) => mode !== 'out' && mode !== 'table')
    .map(({ type }) => spokenType(type))
    .join(', ');
}

/** The tables with row-level security that a SECURITY DEFINER routine names and whose policies its owner passes. */
export function tablesOpenTo(routine: Routine, catalog: Catalog, policy: Policy): readonly Table[] {
  return protectedTablesAmong(relationsReadBy(routine, catalog), catalog).filter((table) =>
    passesRowSecurity(routine.owner, table, catalog, policy),
  );
}

/** Whether the statement writes a clause of that name, such as `security` for SECURITY INVOKER. */
export function writesClause({ tree }: Statement, name: string): boolean {
  const options =
    nodeAs(tree, 'CreateFunctionStmt')?.options ?? nodeAs(tree, 'AlterFunctionStmt')?.actions ?? [];
  return options.some((option) => nodeAs(option, 'DefElem')?.defname === name);
}
