import type { Node } from '@pgsql/types';
import { kindOf, nodeAs, stringsOf, type NodeKind } from '../../../sql';
import type { GateId } from '../gateIds';

/** Why a statement may not be in a draft. */
export interface Refused {
  readonly rule: GateId;
  readonly message: string;
}

/** Where the statement stands: code may end its own transactions, which batches need. */
export type StatementPlace = 'written' | 'code';

/**
 * Why drafts may not have a statement of that kind, or not with those parts; undefined where they may. What is not listed
 * is refused, so that a kind of statement that nobody has thought of is too.
 */
export function refusedStatement(tree: Node, place: StatementPlace): Refused | undefined {
  const kind = kindOf(tree);
  if (place === 'code' && kind === 'TransactionStmt') return refusedTransaction(tree);
  if (place === 'code' && (kind === 'ReturnStmt' || kind === 'PLAssignStmt')) return undefined;
  const known = refusals[kind];
  if (known !== undefined) return known;
  if (!allowed.has(kind)) {
    return {
      rule: 'draft-statement-not-allowed',
      message: `${kind} is not among the statements that drafts may have: reach the same by those that change tables and rows.`,
    };
  }
  return refusedPart(tree);
}

const allowed: ReadonlySet<NodeKind> = new Set<NodeKind>([
  'AlterDomainStmt',
  'AlterEnumStmt',
  'AlterFunctionStmt',
  'AlterPolicyStmt',
  'AlterSeqStmt',
  'AlterTableStmt',
  'CommentStmt',
  'CompositeTypeStmt',
  'ConstraintsSetStmt',
  'CreateDomainStmt',
  'CreateEnumStmt',
  'CreateExtensionStmt',
  'CreateFunctionStmt',
  'CreatePolicyStmt',
  'CreateRangeStmt',
  'CreateSeqStmt',
  'CreateStatsStmt',
  'CreateStmt',
  'CreateTableAsStmt',
  'CreateTrigStmt',
  'DeleteStmt',
  'DoStmt',
  'DropStmt',
  'GrantStmt',
  'IndexStmt',
  'InsertStmt',
  'LockStmt',
  'MergeStmt',
  'RefreshMatViewStmt',
  'ReindexStmt',
  'RenameStmt',
  'SelectStmt',
  'TruncateStmt',
  'UpdateStmt',
  'VacuumStmt',
  'VariableSetStmt',
  'ViewStmt',
]);

const roles: Refused = {
  rule: 'draft-changes-roles',
  message: 'This makes, changes or takes on a role, or gives one to another: roles are nothing for a draft.',
};
const server: Refused = {
  rule: 'draft-administers-server',
  message: 'This administers the server or its databases: a draft changes one database’s tables.',
};
const network: Refused = {
  rule: 'draft-network',
  message: 'This connects the database with another one, or publishes rows to it: keep to its own tables.',
};
const transaction: Refused = {
  rule: 'draft-transaction-control',
  message:
    'The runner begins and ends transactions: leave this out, and say with `transactional` what is meant.',
};

/** Kinds that have a reason of their own. */
const refusals: Readonly<Partial<Record<NodeKind, Refused>>> = {
  TransactionStmt: transaction,
  CopyStmt: {
    rule: 'draft-server-files',
    message: 'COPY moves rows between tables and files or programs: use INSERT … SELECT between tables.',
  },
  LoadStmt: { rule: 'draft-runs-programs', message: 'LOAD loads a library into the server: leave it out.' },
  CreatePLangStmt: { rule: 'draft-language', message: 'A draft may not add a language to the database.' },
  CreateRoleStmt: roles,
  AlterRoleStmt: roles,
  AlterRoleSetStmt: roles,
  DropRoleStmt: roles,
  GrantRoleStmt: roles,
  AlterOwnerStmt: roles,
  DropOwnedStmt: roles,
  ReassignOwnedStmt: roles,
  AlterDefaultPrivilegesStmt: {
    rule: 'draft-widens-access',
    message: 'This changes the privileges on everything made later: grant what this draft’s objects need.',
  },
  AlterSystemStmt: server,
  AlterDatabaseStmt: server,
  AlterDatabaseSetStmt: server,
  CreatedbStmt: server,
  DropdbStmt: server,
  CheckPointStmt: server,
  CreateTableSpaceStmt: server,
  DropTableSpaceStmt: server,
  CreateEventTrigStmt: server,
  AlterEventTrigStmt: server,
  CreateFdwStmt: network,
  CreateForeignServerStmt: network,
  CreateForeignTableStmt: network,
  CreateUserMappingStmt: network,
  ImportForeignSchemaStmt: network,
  CreatePublicationStmt: network,
  AlterPublicationStmt: network,
  CreateSubscriptionStmt: network,
  AlterSubscriptionStmt: network,
  NotifyStmt: network,
  RuleStmt: {
    rule: 'draft-statement-not-allowed',
    message: 'A rule rewrites queries behind their writers’ backs: use a trigger or a policy.',
  },
  CallStmt: {
    rule: 'draft-statement-not-allowed',
    message: 'CALL runs a procedure that this draft does not show: write what it does.',
  },
  ExplainStmt: {
    rule: 'draft-statement-not-allowed',
    message: 'EXPLAIN is nothing for a migration: leave it out.',
  },
};

function refusedTransaction(tree: Node): Refused | undefined {
  const kind = nodeAs(tree, 'TransactionStmt')?.kind;
  return kind === 'TRANS_STMT_COMMIT' || kind === 'TRANS_STMT_ROLLBACK' ? undefined : transaction;
}

/** The parts of allowed statements that are not. */
function refusedPart(tree: Node): Refused | undefined {
  const kind = kindOf(tree);
  switch (kind) {
    case 'AlterTableStmt':
      return refusedActions(tree);
    case 'DropStmt':
      return refusedDrop(tree);
    case 'RenameStmt':
      return refusedRename(tree);
    case 'CreateExtensionStmt':
      return refusedExtension(nodeAs(tree, 'CreateExtensionStmt')?.extname ?? '');
    case 'CreateFunctionStmt':
    case 'DoStmt':
      return refusedLanguage(tree);
    case 'AlterFunctionStmt':
      return refusedRoutineChange(tree);
    case 'VacuumStmt':
      return nodeAs(tree, 'VacuumStmt')?.is_vacuumcmd === true
        ? { ...server, message: 'VACUUM is upkeep, not a change: at most ANALYZE belongs here.' }
        : undefined;
    default:
      return undefined;
  }
}

function refusedActions(tree: Node): Refused | undefined {
  const actions = (nodeAs(tree, 'AlterTableStmt')?.cmds ?? []).flatMap(
    (node) => nodeAs(node, 'AlterTableCmd')?.subtype ?? [],
  );
  return actions.map((action) => refusedAction[action]).find((refused) => refused !== undefined);
}

const rowSecurity: Refused = {
  rule: 'draft-disables-row-security',
  message: 'This takes row security from a table, so that its rows are open to others: leave it on.',
};
const triggersOff: Refused = {
  rule: 'draft-disables-triggers',
  message: 'Without their triggers and rules, rows are no longer checked or kept alike: leave them on.',
};

const refusedAction: Readonly<Partial<Record<string, Refused>>> = {
  AT_DisableRowSecurity: rowSecurity,
  AT_NoForceRowSecurity: rowSecurity,
  AT_DisableTrig: triggersOff,
  AT_DisableTrigAll: triggersOff,
  AT_DisableTrigUser: triggersOff,
  AT_EnableReplicaTrig: triggersOff,
  AT_DisableRule: triggersOff,
  AT_EnableReplicaRule: triggersOff,
  AT_ChangeOwner: roles,
  AT_SetTableSpace: server,
  AT_GenericOptions: network,
  AT_AlterColumnGenericOptions: network,
};

const droppable: ReadonlySet<string> = new Set([
  'OBJECT_COLUMN',
  'OBJECT_DOMAIN',
  'OBJECT_FUNCTION',
  'OBJECT_INDEX',
  'OBJECT_MATVIEW',
  'OBJECT_POLICY',
  'OBJECT_PROCEDURE',
  'OBJECT_SEQUENCE',
  'OBJECT_STATISTIC_EXT',
  'OBJECT_TABLE',
  'OBJECT_TRIGGER',
  'OBJECT_TYPE',
  'OBJECT_VIEW',
  'OBJECT_EXTENSION',
]);

function refusedDrop(tree: Node): Refused | undefined {
  const kind = nodeAs(tree, 'DropStmt')?.removeType ?? '';
  if (droppable.has(kind)) return undefined;
  const words = kind.replace('OBJECT_', '').replaceAll('_', ' ');
  return {
    rule: 'draft-statement-not-allowed',
    message: `A draft may not drop a ${words.toLowerCase()}: ask a person to do it.`,
  };
}

/** What may be renamed beside what may be dropped. */
const renamable: ReadonlySet<string> = new Set([
  ...droppable,
  'OBJECT_ATTRIBUTE',
  'OBJECT_DOMCONSTRAINT',
  'OBJECT_TABCONSTRAINT',
]);

function refusedRename(tree: Node): Refused | undefined {
  const kind = nodeAs(tree, 'RenameStmt')?.renameType ?? '';
  if (kind === 'OBJECT_ROLE') return roles;
  if (kind === 'OBJECT_DATABASE' || kind === 'OBJECT_TABLESPACE') return server;
  if (renamable.has(kind)) return undefined;
  const words = kind.replace('OBJECT_', '').replaceAll('_', ' ');
  return {
    rule: 'draft-statement-not-allowed',
    message: `A draft may not rename a ${words.toLowerCase()}: ask a person to do it.`,
  };
}

/** Extensions that bring types, functions and operators only: none reaches a file, a program, or another server. */
const extensions: ReadonlySet<string> = new Set([
  'btree_gin',
  'btree_gist',
  'citext',
  'cube',
  'fuzzystrmatch',
  'hstore',
  'intarray',
  'isn',
  'ltree',
  'pg_trgm',
  'pgcrypto',
  'seg',
  'unaccent',
  'uuid-ossp',
]);

function refusedExtension(name: string): Refused | undefined {
  if (extensions.has(name)) return undefined;
  return {
    rule: 'draft-extension',
    message: `A draft may not create the extension ${name}: ${[...extensions].join(', ')} it may.`,
  };
}

function refusedLanguage(tree: Node): Refused | undefined {
  const options = nodeAs(tree, 'DoStmt')?.args ?? nodeAs(tree, 'CreateFunctionStmt')?.options ?? [];
  const languages = options
    .map((option) => nodeAs(option, 'DefElem'))
    .flatMap((option) => (option?.defname === 'language' ? stringsOf(option.arg) : []));
  const foreign = languages.find((name) => !['sql', 'plpgsql'].includes(name.toLowerCase()));
  if (foreign === undefined) return undefined;
  return {
    rule: 'draft-language',
    message: `Code in ${foreign} cannot be read here and may do anything: write SQL or PL/pgSQL.`,
  };
}

/** The rights and the settings of a routine are judged where it is made as a whole. */
function refusedRoutineChange(tree: Node): Refused | undefined {
  const actions = (nodeAs(tree, 'AlterFunctionStmt')?.actions ?? []).map(
    (action) => nodeAs(action, 'DefElem')?.defname,
  );
  if (!actions.includes('security')) return undefined;
  return {
    rule: 'draft-security-definer',
    message: 'Whose rights a function runs with is decided where it is made: replace it as a whole.',
  };
}
