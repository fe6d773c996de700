import { resolveRoutine, spokenName, type Catalog } from '../../catalog';
import { nameOfParts, nodeAs, walk, type Span } from '../../sql';
import type { FuncCall } from '@pgsql/types';
import { insertion } from '../fixes/insertions';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { expressionsOf, spanOfCall } from '../readings/policyExpressions';
import { someNode } from '../readings/treeSearch';
import { writtenPolicies, type WrittenPolicy } from '../readings/writtenPolicies';

/** A function that has nothing to do with the row is asked again for each of them. */
export const rlsInitplan: Rule = {
  id: 'rls-initplan',
  category: 'rls',
  severity: 'hint',
  summary: 'A policy that calls a function for each row, although its value is the same for all of them',
  speaksOf: writesPolicy,
  *check(migration) {
    for (const written of writtenPolicies(migration)) {
      const finding = findingFor(written, migration);
      if (finding !== undefined) yield finding;
    }
  },
};

function findingFor(written: WrittenPolicy, migration: ReviewedMigration): Finding | undefined {
  const calls = callsPerRow(written, migration.after);
  const [first] = calls;
  if (first === undefined) return undefined;
  const { sql } = migration.script;
  const text = sql.slice(first.start, first.end);
  return {
    what: `The server may call ${text} for each row of ${spokenName(written.name)} that a query looks at, and gets the same value each time.`,
    who: 'Queries that go through many rows take longer, for all tenants.',
    remedy: `Write (SELECT ${text}), which the server evaluates once for the whole query.`,
    span: first,
    relations: [written.name],
    fixes: [
      {
        title: 'Ask once for the whole query (SELECT …)',
        preferred: true,
        edits: calls.flatMap(({ start, end }) => [
          insertion(migration, start, '(SELECT '),
          insertion(migration, end, ')'),
        ]),
      },
    ],
  };
}

/** Calls of functions of the project or its platform, outside of sub-selects, that no column goes into. */
function callsPerRow(written: WrittenPolicy, catalog: Catalog): readonly Span[] {
  const { statement } = written.reviewed;
  // WITH CHECK is asked for the rows that are written only.
  const asked = expressionsOf(written).filter(({ span }) => span === written.spans.using);
  return asked.flatMap(({ tree }) => {
    const spans: Span[] = [];
    walk(tree, (node) => {
      if (nodeAs(node, 'SubLink') !== undefined) return false;
      // In `= ANY (…)` a sub-select would mean something else.
      const comparison = nodeAs(node, 'A_Expr')?.kind;
      if (comparison === 'AEXPR_OP_ANY' || comparison === 'AEXPR_OP_ALL') return false;
      const call = nodeAs(node, 'FuncCall');
      if (call === undefined) return undefined;
      const span = isSameForAllRows(call, catalog) ? spanOfCall(statement, call.location) : undefined;
      if (span === undefined) return undefined;
      spans.push(span);
      return false;
    });
    return spans;
  });
}

function isSameForAllRows(call: FuncCall, catalog: Catalog): boolean {
  const written = nameOfParts(call.funcname);
  if (written === undefined || written.schema === 'pg_catalog') return false;
  const [routine] = catalog.routines.get(resolveRoutine(catalog, written)) ?? [];
  // What nobody knows is a platform's where it has a schema, and may be one of the server's own where it has none.
  if (routine === undefined && written.schema === undefined) return false;
  // The server itself takes a volatile function for another value with each call.
  if (routine?.volatility === 'volatile') return false;
  return !(call.args ?? []).some((argument) => someNode(argument, (_node, kind) => kind === 'ColumnRef'));
}
