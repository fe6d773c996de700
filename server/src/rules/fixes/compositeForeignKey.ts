import { chooseRelationName, nameOf, quoted, quotedList, quotedName } from '../../catalog';
import { oldestMajor } from '../../project';
import { laterMigrations, type LaterMigration } from '../../rewrite';
import { nodeAs } from '../../sql';
import type { Edit, Fix, ReviewedMigration } from '../model';
import type { NamedConstraint } from '../readings/addedConstraints';
import { compositeText, emptiesTenant } from '../readings/compositeText';
import { isNotValidRefused } from '../readings/foreignKeys';
import { parentColumns, type TenantLink } from '../readings/tenantLinks';
import { hasUniqueKey } from '../readings/uniqueKeys';
import { insteadOfConstraintDrop, isSoleAction, withoutAction } from './alterActions';
import { canLeaveTransaction, leaveTransaction, standsAlone } from './concurrentIndex';
import { insertion, insertionBefore, removal } from './insertions';
import { validateLater, validationOf } from './notValidFirst';
import { tableConstraintInstead, withoutElement } from './tableConstraint';

/**
 * Makes a foreign key between tenant tables one that the tenant is part of. The parent needs a unique key with the
 * tenant: where it is in use without one, its index is built CONCURRENTLY by a migration after this one, and the foreign
 * key comes after that. On a child in use the key is NOT VALID at first, and a later migration validates it.
 */
export function includeTenant(link: TenantLink, migration: ReviewedMigration): readonly Fix[] {
  // Which columns a deleted parent empties can be said since version 15; without it, the tenant column would be too.
  if (emptiesTenant(link) && oldestMajor(migration.policy) < 15) return [];
  const key = keyHere(link, migration);
  return key === undefined ? afterIndex(link, migration) : inPlace(link, key, migration);
}

/**
 * The edits that give the parent its key where it stands: none where it has one, a constraint where the parent is new.
 * Undefined where others use the parent.
 */
function keyHere(link: TenantLink, migration: ReviewedMigration): readonly Edit[] | undefined {
  const { parent, child, declared, reviewed } = link;
  const columns = parentColumns(link);
  if (hasUniqueKey(reviewed.after, parent, columns)) return [];
  const unique = `UNIQUE (${quotedList(columns)})`;
  if (nameOf(parent) === nameOf(child) && isBeingCreated(link)) {
    // For a constraint of a column it becomes part of what is written for the table.
    return declared.column === undefined ? [insertion(migration, declared.span.start, `${unique}, `)] : [];
  }
  if (!reviewed.createdHere.has(nameOf(parent))) return undefined;
  const alter = `ALTER TABLE ${quotedName(nameOf(parent))} ADD ${unique};`;
  return [insertionBefore(migration, reviewed.statement, `${alter}\n`)];
}

function inPlace(link: TenantLink, key: readonly Edit[], migration: ReviewedMigration): readonly Fix[] {
  const { declared, reviewed, child, parent } = link;
  const title = `Include ${link.childTenant} in the foreign key`;
  const later = isNotValidFirst(link, migration)
    ? validateLater(migration, namedComposite(link, migration))
    : [];
  if (later === undefined) return [];
  const isNotValid = later.length > 0 || declared.constraint.skip_validation === true;
  const definition =
    later.length > 0 ? namedComposite(link, migration).definition : compositeText(link, migration);
  const written = isNotValid ? `${definition} NOT VALID` : definition;
  if (declared.column === undefined) {
    const edit = { path: migration.script.path, span: declared.span, newText: written };
    return [{ title, preferred: false, edits: [...key, edit, ...later] }];
  }
  const needsKey =
    nameOf(parent) === nameOf(child) && !hasUniqueKey(reviewed.after, parent, parentColumns(link));
  const constraint = needsKey ? `UNIQUE (${quotedList(parentColumns(link))}), ${written}` : written;
  return tableConstraintInstead(migration, reviewed.statement, declared, constraint, title).map((fix) => ({
    ...fix,
    edits: [...key, ...fix.edits, ...later],
  }));
}

/** Whether rows may be there that the key has to be checked for, and it is not written NOT VALID anyway. */
function isNotValidFirst(link: TenantLink, migration: ReviewedMigration): boolean {
  const { child, reviewed, declared } = link;
  if (isBeingCreated(link) || reviewed.createdHere.has(nameOf(child))) return false;
  return (
    declared.constraint.skip_validation !== true && !isNotValidRefused(nameOf(child), reviewed, migration)
  );
}

function isBeingCreated({ reviewed }: TenantLink): boolean {
  return nodeAs(reviewed.statement.tree, 'CreateStmt') !== undefined;
}

/** Takes the key out of this migration and makes it in later ones, once the parent has the index that it needs. */
function afterIndex(link: TenantLink, migration: ReviewedMigration): readonly Fix[] {
  const { parent, child, reviewed, foreignKey } = link;
  // CONCURRENTLY is refused for a partitioned parent, NOT VALID for a partitioned child.
  if (parent.kind !== 'table' || isNotValidRefused(nameOf(child), reviewed, migration)) return [];
  const constraint = namedComposite(link, migration);
  const alter = `ALTER TABLE ${quotedName(constraint.table)}`;
  const reference: LaterMigration = {
    title: `add ${foreignKey.name}`,
    up: [`${alter} ADD ${constraint.definition} NOT VALID`],
    down: [`${alter} DROP CONSTRAINT ${quoted(constraint.name)}`],
    transaction: 'per-file',
  };
  const { here, build } = indexFirst(link, migration);
  const steps = [...build, reference, validationOf(constraint)];
  const later = laterMigrations(migration, steps);
  if (later === undefined) return [];
  return [
    {
      title: `Make the key of ${parent.name} first, then the foreign key with ${link.childTenant}`,
      preferred: false,
      edits: [...here, ...later],
    },
  ];
}

interface IndexStep {
  readonly here: readonly Edit[];
  readonly build: readonly LaterMigration[];
}

/** The index takes the key's place where the key is all that this migration makes, and else a migration of its own. */
function indexFirst(link: TenantLink, migration: ReviewedMigration): IndexStep {
  const { parent, reviewed, foreignKey } = link;
  const columns = parentColumns(link);
  const parts = { table: parent.name, columns, label: 'key' };
  const name = chooseRelationName(migration.after, parent.schema, parts, 'constraint');
  const up = `CREATE UNIQUE INDEX CONCURRENTLY ${quoted(name)} ON ${quotedName(nameOf(parent))} (${quotedList(columns)})`;
  const down = `DROP INDEX CONCURRENTLY IF EXISTS ${quotedName(nameOf({ schema: parent.schema, name }))}`;
  const action = actionOf(link);
  const isAlone = action !== undefined && isSoleAction(reviewed, action) && standsAlone(migration, reviewed);
  if (isAlone && reviewed.inTransaction && canLeaveTransaction(migration)) {
    const index = { path: migration.script.path, span: reviewed.statement.span, newText: up };
    const undo = insteadOfConstraintDrop(migration, foreignKey.name, {
      statement: down.replace(' CONCURRENTLY', ''),
    });
    return { here: [index, ...leaveTransaction(migration), ...undo], build: [] };
  }
  const later: LaterMigration = {
    title: `create index ${name}`,
    up: [up],
    down: [down],
    transaction: 'none',
  };
  return { here: withoutKey(link, migration), build: [later] };
}

/** The edits that take the foreign key out of the migration and of its rollback. */
function withoutKey(link: TenantLink, migration: ReviewedMigration): readonly Edit[] {
  const { declared, reviewed, foreignKey } = link;
  const undo = insteadOfConstraintDrop(migration, foreignKey.name, undefined);
  if (declared.column !== undefined) return [removal(migration, declared.span), ...undo];
  const action = actionOf(link);
  return action === undefined
    ? [withoutElement(migration, reviewed.statement, declared.span)]
    : [withoutAction(migration, reviewed, action), ...undo];
}

/** The ADD CONSTRAINT of an ALTER TABLE; undefined for a key that is part of something else. */
function actionOf({ declared, reviewed }: TenantLink) {
  if (declared.column !== undefined || nodeAs(reviewed.statement.tree, 'AlterTableStmt') === undefined) {
    return undefined;
  }
  const { start } = declared.span;
  return reviewed.behaviour.actions.find(
    ({ action }) => action.span.start <= start && start < action.span.end,
  )?.action;
}

/** The key with the tenant under the name that the server gives the key as it is written, so that a rollback still finds it. */
function namedComposite(link: TenantLink, migration: ReviewedMigration): NamedConstraint {
  const { child, foreignKey, declared } = link;
  const text = compositeText(link, migration);
  const definition =
    declared.constraint.conname === undefined ? `CONSTRAINT ${quoted(foreignKey.name)} ${text}` : text;
  return { table: nameOf(child), name: foreignKey.name, definition };
}
