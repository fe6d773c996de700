import type { ExplainedAction } from '../../behaviour';
import {
  childrenOf,
  dependentsOf,
  nameOf,
  spokenName,
  type Catalog,
  type CatalogObject,
  type QualifiedName,
} from '../../catalog';
import type { Finding, ReviewedStatement, Rule } from '../model';
import { spokenObjects } from '../readings/dependants';
import { findingsByAction } from '../readings/findingsByAction';
import { originOf } from '../readings/madeHere';
import { changedColumn } from '../readings/typeChanges';

/** A type change that the server refuses, because something else is made of the column. */
export const pgChangeTypeDependentFails: Rule = {
  id: 'pg-change-type-dependent-fails',
  category: 'compatibility',
  severity: 'error',
  summary:
    'ALTER COLUMN … TYPE of a column that a view, policy, generated column or trigger uses, which fails',
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor({ action, row }: ExplainedAction, reviewed: ReviewedStatement): Finding | undefined {
  const changed = changedColumn(action, reviewed);
  if (changed === undefined || row?.id !== 'alter-type-with-dependents') return undefined;
  const { relation, column } = changed;
  const { before } = reviewed;
  const objects = inTheWay(before, relation, column.name);
  return {
    what: `The server refuses to change the type of ${column.name} (SQLSTATE 0A000), because of ${spokenObjects(before, objects)}.`,
    who: `The migration stops here, on the first tenant database and on every other; ${spokenName(relation)} stays as it is.`,
    remedy:
      'Drop what is in the way first, and make it again after the change, in the same transaction, with the same options, owner and grants.',
    span: action.span,
    relations: [relation],
    related: objects.flatMap((object) => {
      const origin = originOf(before, object);
      return origin === undefined ? [] : [{ origin, message: `${object.name} was made here.` }];
    }),
  };
}

/** What uses the column, in the table and in all that inherit from it; indexes and constraints the server makes anew by itself. */
function inTheWay(catalog: Catalog, relation: QualifiedName, name: string): readonly CatalogObject[] {
  const own = dependentsOf(catalog, { kind: 'column', relation, name })
    .map(({ object }) => object)
    .filter(({ kind }) => ['relation', 'column', 'policy', 'trigger'].includes(kind));
  return [
    ...own,
    ...childrenOf(catalog, relation).flatMap((child) => inTheWay(catalog, nameOf(child), name)),
  ];
}
