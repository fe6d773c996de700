import type { Node } from '@pgsql/types';
import type { Draft, DraftPhase } from '../../server/src/drafts';
import { nodeAs, parseSqlFile, sqlOf } from '../../server/src/sql';

/** A good draft with one protection taken away. */
export interface Mutant {
  readonly mutation: string;
  readonly draft: Draft;
}

/** Every draft that one mutation makes of a good one; none where it has nothing to take away. */
export function mutantsOf(draft: Draft): readonly Mutant[] {
  return [...ofTrees(draft), ...ofPhases(draft)];
}

/** Takes a protection out of a tree in place, and says whether there was one. */
type TreeMutation = (tree: Node) => boolean;

const treeMutations: Readonly<Record<string, TreeMutation>> = {
  'NOT VALID removed': (tree) =>
    actionsOf(tree).some((action) => {
      const constraint = nodeAs(action.def, 'Constraint');
      if (constraint?.skip_validation !== true) return false;
      constraint.skip_validation = false;
      constraint.initially_valid = true;
      return true;
    }),
  'CONCURRENTLY removed': (tree) => {
    const index = nodeAs(tree, 'IndexStmt') ?? nodeAs(tree, 'DropStmt');
    if (index?.concurrent !== true) return false;
    index.concurrent = false;
    return true;
  },
  'USING widened to true': (tree) => {
    const policy = nodeAs(tree, 'CreatePolicyStmt');
    if (policy?.qual === undefined) return false;
    policy.qual = { A_Const: { boolval: { boolval: true } } };
    delete policy.with_check;
    return true;
  },
  'tenant column left out of a key': (tree) =>
    (nodeAs(tree, 'CreateStmt')?.tableElts ?? []).some((element) => {
      const key = nodeAs(element, 'Constraint');
      const keys = key?.contype === 'CONSTR_FOREIGN' ? key.fk_attrs : undefined;
      if (key === undefined || keys === undefined || keys.length < 2) return false;
      key.fk_attrs = keys.slice(1);
      if (key.pk_attrs !== undefined) key.pk_attrs = key.pk_attrs.slice(1);
      return true;
    }),
  'tenant column left out of a foreign key': (tree) =>
    actionsOf(tree).some((action) => {
      const key = nodeAs(action.def, 'Constraint');
      if (key?.fk_attrs === undefined || key.fk_attrs.length < 2) return false;
      key.fk_attrs = key.fk_attrs.slice(1);
      if (key.pk_attrs !== undefined) key.pk_attrs = key.pk_attrs.slice(1);
      return true;
    }),
  'tenant column left out of a unique index': (tree) => {
    const index = nodeAs(tree, 'IndexStmt');
    if (index?.unique !== true || (index.indexParams ?? []).length < 2) return false;
    index.indexParams = (index.indexParams ?? []).slice(1);
    return true;
  },
  'security_invoker removed': (tree) => {
    const view = nodeAs(tree, 'ViewStmt');
    if (view?.options === undefined) return false;
    delete view.options;
    return true;
  },
  'granted to everybody': (tree) => {
    const grant = nodeAs(tree, 'GrantStmt');
    if (grant?.is_grant !== true) return false;
    grant.grantees = [{ RoleSpec: { roletype: 'ROLESPEC_PUBLIC' } }];
    return true;
  },
  'default of a required column removed': (tree) =>
    actionsOf(tree).some((action) => {
      const column = nodeAs(action.def, 'ColumnDef');
      const kinds = (column?.constraints ?? []).map((each) => nodeAs(each, 'Constraint')?.contype);
      if (column === undefined || !kinds.includes('CONSTR_NOTNULL') || !kinds.includes('CONSTR_DEFAULT'))
        return false;
      column.constraints = (column.constraints ?? []).filter(
        (each) => nodeAs(each, 'Constraint')?.contype !== 'CONSTR_DEFAULT',
      );
      return true;
    }),
};

function* ofTrees(draft: Draft): Iterable<Mutant> {
  for (const [mutation, mutate] of Object.entries(treeMutations))
    for (const [phase, { statements }] of draft.phases.entries())
      for (const [place, sql] of statements.entries()) {
        const mutated = mutatedSql(sql, mutate);
        if (mutated !== undefined)
          yield { mutation, draft: withStatements(draft, phase, statements.with(place, mutated)) };
      }
}

function mutatedSql(sql: string, mutate: TreeMutation): string | undefined {
  const tree = structuredClone(parseSqlFile(sql).statements[0]?.tree);
  return tree !== undefined && mutate(tree) ? sqlOf(tree) : undefined;
}

function actionsOf(tree: Node): readonly NonNullable<ReturnType<typeof actionOf>>[] {
  return (nodeAs(tree, 'AlterTableStmt')?.cmds ?? []).flatMap((node) => actionOf(node) ?? []);
}

function actionOf(node: Node) {
  return nodeAs(node, 'AlterTableCmd');
}

/** Statements of these kinds are protections as a whole. */
const leftOut: Readonly<Record<string, (tree: Node) => boolean>> = {
  'ENABLE ROW LEVEL SECURITY left out': (tree) =>
    actionsOf(tree).some(({ subtype }) => subtype === 'AT_EnableRowSecurity'),
  'FORCE ROW LEVEL SECURITY left out': (tree) =>
    actionsOf(tree).some(({ subtype }) => subtype === 'AT_ForceRowSecurity'),
  'policy left out': (tree) => nodeAs(tree, 'CreatePolicyStmt') !== undefined,
};

/** Conditions in the code of a block, by the text that the corpus writes them with. */
const codeEdits: Readonly<Record<string, (sql: string) => string>> = {
  'tenant predicate dropped from a block': (sql) =>
    sql.replaceAll(/(\w+\.)?tenant_id = tenant\b(?:\s+AND)?/g, (written) =>
      written.endsWith('AND') ? '' : 'true',
    ),
  'join on the tenant dropped from a block': (sql) =>
    sql.replaceAll(/log\.tenant_id = keys\.tenant_id AND /g, ''),
  'batches without COMMIT': (sql) => sql.replaceAll(/\n\s*COMMIT;/g, ''),
  'loop over tenants taken away': (sql) =>
    sql.includes('FOR tenant IN')
      ? sql
          .replace(/FOR tenant IN SELECT id FROM tenants(?: ORDER BY id)? LOOP/, 'BEGIN')
          .replace(/END LOOP;(\s*END\b)/, 'END;$1')
          .replaceAll(/(\w+\.)?tenant_id = tenant\b/g, 'true')
          .replaceAll(/\n\s*COMMIT;/g, '')
      : sql,
};

function* ofPhases(draft: Draft): Iterable<Mutant> {
  for (const [index, phase] of draft.phases.entries()) {
    const { rollback, statements } = phase;
    const changed = (mutation: string, change: Partial<DraftPhase>): Mutant => ({
      mutation,
      draft: { ...draft, phases: draft.phases.with(index, { ...phase, ...change }) },
    });
    for (const [mutation, isProtection] of Object.entries(leftOut)) {
      const kept = statements.filter(
        (sql) => !parseSqlFile(sql).statements.some(({ tree }) => tree !== undefined && isProtection(tree)),
      );
      if (kept.length < statements.length && kept.length > 0) yield changed(mutation, { statements: kept });
    }
    for (const [mutation, edit] of Object.entries(codeEdits)) {
      const edited = statements.map((sql) => (sql.includes('DO $') ? edit(sql) : sql));
      if (edited.join() !== statements.join()) yield changed(mutation, { statements: edited });
    }
    if (rollback.kind !== 'forward-only') {
      yield changed('rollback emptied', { rollback: { ...rollback, statements: ['SELECT 1'] } });
      yield changed('rollback claimed to be impossible', {
        rollback: { kind: 'forward-only', statements: [], dataLossReason: 'it is hard' },
      });
      if (rollback.statements.length > 1)
        yield changed('half a rollback', {
          rollback: { ...rollback, statements: rollback.statements.slice(1) },
        });
    }
    if (rollback.kind === 'lossy')
      yield changed('loss without a reason', { rollback: { ...rollback, dataLossReason: null } });
    if (phase.phase === 'contract' && index === 0)
      yield changed('contract called expand', { phase: 'expand' });
    if (!phase.transactional) yield changed('put into a transaction', { transactional: true });
  }
}

function withStatements(draft: Draft, index: number, statements: readonly string[]): Draft {
  const phase = draft.phases[index];
  return phase === undefined
    ? draft
    : { ...draft, phases: draft.phases.with(index, { ...phase, statements }) };
}
