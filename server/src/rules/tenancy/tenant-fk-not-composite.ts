import {
  findTable,
  nameOf,
  quoted,
  quotedList,
  quotedName,
  resolveRelation,
  spokenList,
  spokenName,
  type Table,
} from '../../catalog';
import { nodeAs, stringsOf, type SqlToken } from '../../sql';
import { insertion, insertionBefore } from '../fixes/insertions';
import { tableConstraintInstead } from '../fixes/tableConstraint';
import type { Edit, Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { declaredConstraints, type DeclaredConstraint } from '../readings/declaredConstraints';
import { isRowTenancy, isTenantTable, tenantColumnOf } from '../readings/tenantOwnership';
import { isKeyword, tokensWithin } from '../readings/tokens';
import { hasUniqueKey } from '../readings/uniqueKeys';

/** A foreign key between two tenant tables that lets a row of one tenant point to a row of another. */
export const tenantFkNotComposite: Rule = {
  id: 'tenant-fk-not-composite',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'A foreign key between two tenant tables that leaves out the tenant column',
  *check(migration) {
    if (!isRowTenancy(migration.policy) || migration.direction === 'down') return;
    for (const reviewed of migration.statements) {
      for (const declared of declaredConstraints(reviewed.statement)) {
        const finding = findingFor(declared, reviewed, migration);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

/** A foreign key with both its ends known, and their tenant columns. */
interface TenantLink {
  readonly declared: DeclaredConstraint;
  readonly child: Table;
  readonly parent: Table;
  readonly columns: readonly string[];
  readonly referenced: readonly string[];
  readonly childTenant: string;
  readonly parentTenant: string;
}

function findingFor(
  declared: DeclaredConstraint,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const link = linkOf(declared, reviewed, migration);
  if (link === undefined) return undefined;
  const { child, parent, columns, childTenant, parentTenant, referenced } = link;
  const [from, to] = [spokenName(nameOf(child)), spokenName(nameOf(parent))];
  const composite = `FOREIGN KEY (${quotedList([childTenant, ...columns])}) REFERENCES ${quotedName(nameOf(parent))} (${quotedList([parentTenant, ...referenced])})`;
  const keyNeeded = hasUniqueKey(reviewed.after, parent, [parentTenant, ...referenced])
    ? ''
    : ` It needs a unique key on (${quotedList([parentTenant, ...referenced])}) of ${to}.`;
  return {
    what: `The foreign key on ${spokenList(columns)} lets a row of one tenant in ${from} point to a row of another tenant in ${to}.`,
    who: "The server checks foreign keys past row-level security, so nothing stops a wrong id: joins then mix two tenants' rows, and a tenant can find out which ids others have.",
    remedy: `Include the tenant: ${composite}.${keyNeeded}`,
    span: declared.span,
    relations: [nameOf(child), nameOf(parent)],
    fixes: fixesFor(link, reviewed, migration),
  };
}

function linkOf(
  declared: DeclaredConstraint,
  { after }: ReviewedStatement,
  { policy }: ReviewedMigration,
): TenantLink | undefined {
  const { constraint, table, column } = declared;
  if (constraint.contype !== 'CONSTR_FOREIGN') return undefined;
  if (table.relname === undefined || constraint.pktable?.relname === undefined) return undefined;
  const child = findTable(after, { schema: table.schemaname, name: table.relname });
  const parentName = resolveRelation(after, {
    schema: constraint.pktable.schemaname,
    name: constraint.pktable.relname,
  });
  const parent = findTable(after, parentName);
  if (child === undefined || parent === undefined) return undefined;
  if (!isTenantTable(child, policy.tenancy) || !isTenantTable(parent, policy.tenancy)) return undefined;
  const childTenant = tenantColumnOf(child, policy.tenancy);
  const parentTenant = tenantColumnOf(parent, policy.tenancy);
  const columns = column === undefined ? stringsOf(constraint.fk_attrs) : [column];
  const known = child.constraints.find(
    (candidate) =>
      candidate.kind === 'foreign key' &&
      candidate.references === parentName &&
      candidate.columns.join() === columns.join(),
  );
  const referenced = known?.kind === 'foreign key' ? known.referencedColumns : stringsOf(constraint.pk_attrs);
  if (childTenant === undefined || parentTenant === undefined || referenced.length === 0) return undefined;
  // A key on the tenant column alone points at the tenant, whatever table stands for it.
  if (columns.includes(childTenant)) return undefined;
  return { declared, child, parent, columns, referenced, childTenant, parentTenant };
}

function fixesFor(
  link: TenantLink,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const { declared, parent, parentTenant, referenced } = link;
  const key = keyFor(link, reviewed, migration);
  if (key === undefined) return [];
  const title = `Include ${link.childTenant} in the foreign key`;
  const insertions = compositeInsertions(link, reviewed);
  if (declared.column === undefined) {
    const edits = insertions.map(({ offset, text }) => insertion(migration, offset, text));
    return [{ title, preferred: false, edits: [...key, ...edits] }];
  }
  const written = migration.script.sql.slice(declared.span.start, declared.span.end);
  const composite = applied(written, declared.span.start, insertions);
  const ownKey = parent.name === link.child.name && key.length === 0 && !hasKey(link, reviewed);
  const constraint = ownKey
    ? `UNIQUE (${quotedList([parentTenant, ...referenced])}), ${composite}`
    : composite;
  return tableConstraintInstead(migration, reviewed.statement, declared, constraint, title).map((fix) => ({
    ...fix,
    edits: [...key, ...fix.edits],
  }));
}

function hasKey({ parent, parentTenant, referenced }: TenantLink, { after }: ReviewedStatement): boolean {
  return hasUniqueKey(after, parent, [parentTenant, ...referenced]);
}

/**
 * What gives the parent the unique key that the composite key needs: nothing where it has one, a constraint where the
 * parent is made in this file. On a table in use the key must first be built CONCURRENTLY by a migration before this one,
 * which no edit of this one can bring about: undefined.
 */
function keyFor(
  link: TenantLink,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Edit[] | undefined {
  const { parent, child, parentTenant, referenced, declared } = link;
  if (hasKey(link, reviewed)) return [];
  const columns = quotedList([parentTenant, ...referenced]);
  if (nameOf(parent) === nameOf(child) && nodeAs(reviewed.statement.tree, 'CreateStmt') !== undefined) {
    return declared.column === undefined
      ? [insertion(migration, declared.span.start, `UNIQUE (${columns}), `)]
      : [];
  }
  if (!reviewed.createdHere.has(nameOf(parent))) return undefined;
  const alter = `ALTER TABLE ${quotedName(nameOf(parent))} ADD UNIQUE (${columns});`;
  return [insertionBefore(migration, reviewed.statement, `${alter}\n`)];
}

interface TextInsertion {
  readonly offset: number;
  readonly text: string;
}

/** What has to be put where in the constraint's text to make it composite. */
function compositeInsertions(link: TenantLink, { statement }: ReviewedStatement): readonly TextInsertion[] {
  const { declared, childTenant, parentTenant, columns, referenced } = link;
  const tokens = tokensWithin(statement, declared.span);
  const references = tokens.findIndex((token) => isKeyword(token, 'REFERENCES'));
  const [keywordToken, foreignOpen] = [tokens[references], tokens.find((token) => token.text === '(')];
  if (keywordToken === undefined) return [];
  const child: TextInsertion =
    declared.column === undefined && foreignOpen !== undefined
      ? { offset: foreignOpen.end, text: `${quoted(childTenant)}, ` }
      : { offset: keywordToken.start, text: `FOREIGN KEY (${quotedList([childTenant, ...columns])}) ` };
  const target = tokens.slice(references + 1);
  const nameLength = target[1]?.text === '.' ? 3 : 1;
  const [nameEnd, open] = [target[nameLength - 1], target[nameLength]];
  const parent: TextInsertion =
    open?.text === '('
      ? { offset: open.end, text: `${quoted(parentTenant)}, ` }
      : { offset: nameEnd?.end ?? keywordToken.end, text: ` (${quotedList([parentTenant, ...referenced])})` };
  return [child, parent, ...onlyOwnColumns(target, columns)];
}

/** ON DELETE SET NULL or SET DEFAULT without columns would take the tenant away too (columns are named since version 15). */
function onlyOwnColumns(tokens: readonly SqlToken[], columns: readonly string[]): readonly TextInsertion[] {
  return tokens.flatMap((token, place) => {
    const [action, next] = [tokens[place + 3], tokens[place + 4]];
    const isOnDelete = isKeyword(token, 'ON') && isKeyword(tokens[place + 1], 'DELETE');
    if (!isOnDelete || !isKeyword(tokens[place + 2], 'SET') || action === undefined) return [];
    return next?.text === '(' ? [] : [{ offset: action.end, text: ` (${quotedList(columns)})` }];
  });
}

function applied(text: string, start: number, insertions: readonly TextInsertion[]): string {
  return insertions
    .toSorted((left, right) => right.offset - left.offset)
    .reduce((current, { offset, text: added }) => {
      const place = offset - start;
      return current.slice(0, place) + added + current.slice(place);
    }, text);
}
