import type { CreateFunctionStmt, Node } from '@pgsql/types';
import type { Catalog, Routine } from '../../../catalog';
import type { Phase } from '../model';
import { nameParts, signature } from '../trees';
import { isSameTree } from './pairs';

/** Functions and procedures that are missing or were defined otherwise, with all their clauses. */
export const createRoutines: Phase = (from, to) =>
  changedRoutines(from, to)
    .filter(({ routine }) => !needsRelation(to, routine))
    .map(({ definition, isReplaced }) => ({ tree: statementOf(definition, isReplaced) }));

/** Those that name a table's row type or whose body the server reads at once come after the tables. */
export const createRoutinesOnTables: Phase = (from, to) =>
  changedRoutines(from, to).map(({ definition, isReplaced }) => ({
    tree: statementOf(definition, isReplaced),
  }));

interface Changed {
  readonly routine: Routine;
  readonly definition: CreateFunctionStmt;
  readonly isReplaced: boolean;
}

function changedRoutines(from: Catalog, to: Catalog): readonly Changed[] {
  if (from.routines === to.routines) return [];
  return [...to.routines].flatMap(([name, overloads]) => {
    const others = from.routines.get(name) ?? [];
    if (others === overloads) return [];
    return overloads.flatMap((routine): readonly Changed[] => {
      const key = JSON.stringify(signature(routine));
      const found = others.find((other) => JSON.stringify(signature(other)) === key);
      const definition = definitionOf(routine);
      if (definition === undefined) return [];
      const before = found === undefined ? undefined : definitionOf(found);
      const isSame =
        before !== undefined &&
        isSameTree({ CreateFunctionStmt: before }, { CreateFunctionStmt: definition });
      return isSame ? [] : [{ routine, definition, isReplaced: found !== undefined }];
    });
  });
}

/** The statement under the name that the routine has now. */
function definitionOf(routine: Routine): CreateFunctionStmt | undefined {
  if (routine.definition === undefined) return undefined;
  return {
    ...routine.definition,
    funcname: nameParts(`${routine.schema}.${routine.name}`),
    replace: false,
  };
}

function statementOf(definition: CreateFunctionStmt, isReplaced: boolean): Node {
  return { CreateFunctionStmt: { ...definition, replace: isReplaced } };
}

function needsRelation(catalog: Catalog, routine: Routine): boolean {
  const types = [
    ...routine.parameters.map(({ type }) => type),
    ...(routine.returns === undefined ? [] : [routine.returns]),
  ];
  const isRowType = types.some(
    ({ schema, name }) => schema !== undefined && catalog.relations.has(`${schema}.${name}`),
  );
  return isRowType || routine.language === 'sql';
}
