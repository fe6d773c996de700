import type { Node } from '@pgsql/types';
import type { Catalog } from '../../../catalog';
import type { TenancyPolicy } from '../../../project';
import { walk, type NodeKind, type Span, type Statement } from '../../../sql';
import { readDml, type DmlSource } from './dmlStatements';
import { ImpliedRows } from './impliedRows';
import { mixedGroupsOf, type MixedGroup } from './mixedGroups';
import type { RangeItem } from './rangeItems';
import { tenantGapsOf, type TenantGap } from './tenantGaps';

/** Where rows of one tenant decide what is written into rows of another. */
export interface TenantFlow {
  readonly gaps: readonly TenantGap[];
  readonly mixedGroups: readonly MixedGroup[];
}

/** The flow in a statement of the script. */
export function flowOfStatement(statement: Statement, catalog: Catalog, tenancy: TenancyPolicy): TenantFlow {
  const { tree } = statement;
  return flowOf(tree === undefined ? [] : [{ tree, statement, elsewhere: undefined }], catalog, tenancy);
}

/** The flow in the body of a function, all of which is found at one place of the statement that makes it. */
export function flowOfBody(
  trees: readonly Node[],
  place: { readonly statement: Statement; readonly span: Span },
  catalog: Catalog,
  tenancy: TenancyPolicy,
): TenantFlow {
  const elsewhere = { span: place.span, view: undefined, depth: 0 };
  const sources = trees.flatMap(dmlIn).map((tree) => ({ tree, statement: place.statement, elsewhere }));
  return flowOf(sources, catalog, tenancy);
}

function flowOf(sources: readonly DmlSource[], catalog: Catalog, tenancy: TenancyPolicy): TenantFlow {
  const gaps: TenantGap[] = [];
  const mixedGroups: MixedGroup[] = [];
  for (const dml of sources.flatMap((source) => readDml(source, catalog))) {
    const rows = new ImpliedRows(dml.reader, tenancy);
    gaps.push(...tenantGapsOf(dml, rows, catalog, tenancy));
    mixedGroups.push(...mixedGroupsOf(dml, rows, catalog, tenancy));
  }
  // DML in a WITH query is read on its own and again where it is used.
  const told = firstAtEachPlace(gaps);
  const places = new Set(told.map(placeOf));
  return {
    gaps: told,
    mixedGroups: firstAtEachPlace(mixedGroups).filter((group) => !places.has(placeOf(group))),
  };
}

function firstAtEachPlace<Found extends { readonly item: RangeItem }>(
  found: readonly Found[],
): readonly Found[] {
  return found.filter(
    (each, place) => found.findIndex((other) => placeOf(other) === placeOf(each)) === place,
  );
}

/** Of a body's relations the place is the same. */
function placeOf({ item }: { readonly item: RangeItem }): string {
  return `${String(item.span.start)} ${item.relation ?? ''}`;
}

/** The DML statements of a body, outermost ones only. */
function dmlIn(tree: Node): readonly Node[] {
  const found: Node[] = [];
  walk(tree, (node, kind) => {
    const isDml = dmlKinds.has(kind);
    if (isDml) found.push(node);
    return isDml ? false : undefined;
  });
  return found;
}

const dmlKinds: ReadonlySet<NodeKind> = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);
