import { isStronger, type LockClaim, type LockMode } from '../behaviour';
import type { QualifiedName } from '../catalog';
import type { TransactionMode } from '../project';
import { constantOf, nodeAs, stringsOf, type NodeOf, type Statement } from '../sql';

/**
 * What a database session carries from one statement of a script to the next. A value: each statement gives a new one
 * and shares what it did not change.
 */
export interface Session {
  readonly inTransaction: boolean;
  /** Values of `SET`, by lower-case name; they outlive the transaction. */
  readonly sessionSettings: Settings;
  /** Values of `SET LOCAL`; the transaction's end takes them away. `undefined` stands for the server's default. */
  readonly localSettings: ReadonlyMap<string, string | undefined>;
  /** The strongest lock on each relation that the open transaction holds. */
  readonly held: ReadonlyMap<QualifiedName, LockMode>;
  /** The session as it was at the transaction's start and at each savepoint, to return to on ROLLBACK. */
  readonly returnPoints: readonly ReturnPoint[];
}

export type Settings = ReadonlyMap<string, string>;

interface ReturnPoint {
  /** Undefined for the transaction's start. */
  readonly savepoint: string | undefined;
  readonly session: Session;
}

const autocommitting: Session = {
  inTransaction: false,
  sessionSettings: new Map(),
  localSettings: new Map(),
  held: new Map(),
  returnPoints: [],
};

/** The session in which a runner starts a script. */
export function sessionFor(transaction: TransactionMode): Session {
  return transaction === 'per-file' ? begin(autocommitting) : autocommitting;
}

/** The session after a statement that took `locks`. */
export function sessionAfter(session: Session, statement: Statement, locks: readonly LockClaim[]): Session {
  if (statement.tree === undefined) return session;
  const transaction = nodeAs(statement.tree, 'TransactionStmt');
  if (transaction !== undefined) return afterTransactionCommand(session, transaction);
  const setting = nodeAs(statement.tree, 'VariableSetStmt');
  if (setting !== undefined) return afterSet(session, setting);
  if (nodeAs(statement.tree, 'DiscardStmt')?.target === 'DISCARD_ALL') {
    return { ...session, sessionSettings: new Map(), localSettings: new Map() };
  }
  return afterSetConfig(withLocks(session, locks), statement);
}

/** The session in which a DO block runs its statements: always in a transaction, the block's own where none is open. */
export function sessionInBlock(session: Session): Session {
  return session.inTransaction ? session : begin(session);
}

/** The session after a DO block, whose own transaction ends with it. */
export function sessionAfterBlock(before: Session, inBlock: Session): Session {
  return before.inTransaction ? inBlock : withoutTransaction(inBlock);
}

/** COMMIT and ROLLBACK in a DO block start the next transaction themselves. */
export function sessionAfterInBlock(
  session: Session,
  statement: Statement,
  locks: readonly LockClaim[],
): Session {
  return sessionInBlock(sessionAfter(session, statement, locks));
}

/** Settings in force, `SET LOCAL` before `SET`. */
export function settingsInForce(session: Session): Settings {
  if (session.localSettings.size === 0) return session.sessionSettings;
  const settings = new Map(session.sessionSettings);
  for (const [name, value] of session.localSettings) {
    if (value === undefined) settings.delete(name);
    else settings.set(name, value);
  }
  return settings;
}

function afterTransactionCommand(session: Session, command: NodeOf<'TransactionStmt'>): Session {
  switch (command.kind) {
    case 'TRANS_STMT_BEGIN':
    case 'TRANS_STMT_START':
      // Inside a transaction the server only warns and goes on in the one that is open.
      return session.inTransaction ? session : begin(session);
    case 'TRANS_STMT_COMMIT':
    case 'TRANS_STMT_PREPARE':
      return chained(command, withoutTransaction(session));
    case 'TRANS_STMT_ROLLBACK':
      return chained(command, withoutTransaction(session.returnPoints[0]?.session ?? session));
    case 'TRANS_STMT_SAVEPOINT':
      return withSavepoint(session, command.savepoint_name);
    case 'TRANS_STMT_ROLLBACK_TO':
      return backTo(session, command.savepoint_name);
    default:
      return session;
  }
}

function begin(session: Session): Session {
  return { ...session, inTransaction: true, returnPoints: [{ savepoint: undefined, session }] };
}

function withoutTransaction(session: Session): Session {
  return { ...autocommitting, sessionSettings: session.sessionSettings };
}

function chained(command: NodeOf<'TransactionStmt'>, session: Session): Session {
  return command.chain === true ? begin(session) : session;
}

function withSavepoint(session: Session, savepoint: string | undefined): Session {
  if (!session.inTransaction) return session;
  return { ...session, returnPoints: [...session.returnPoints, { savepoint, session }] };
}

/** ROLLBACK TO gives back the locks and settings since the savepoint, which itself stays. */
function backTo(session: Session, savepoint: string | undefined): Session {
  const place = session.returnPoints.findLastIndex((point) => point.savepoint === savepoint);
  const point = session.returnPoints[place];
  if (point === undefined) return session;
  return { ...point.session, returnPoints: session.returnPoints.slice(0, place + 1) };
}

function withLocks(session: Session, locks: readonly LockClaim[]): Session {
  if (!session.inTransaction) return session;
  const stronger = locks.filter(({ relation, mode }) => {
    const held = session.held.get(relation);
    return held === undefined || isStronger(mode, held);
  });
  if (stronger.length === 0) return session;
  const held = new Map(session.held);
  for (const { relation, mode } of stronger) held.set(relation, mode);
  return { ...session, held };
}

function afterSet(session: Session, set: NodeOf<'VariableSetStmt'>): Session {
  if (set.kind === 'VAR_RESET_ALL') {
    return { ...session, sessionSettings: new Map(), localSettings: new Map() };
  }
  const name = set.name?.toLowerCase();
  if (name === undefined || set.kind === 'VAR_SET_MULTI' || set.kind === 'VAR_SET_CURRENT') return session;
  const value =
    set.kind === 'VAR_SET_VALUE'
      ? (set.args ?? []).map((argument) => String(constantOf(argument) ?? '')).join(', ')
      : undefined;
  return withSetting(session, name, value, set.is_local === true ? 'transaction' : 'session');
}

/** `SELECT set_config('name', 'value', is_local)` with constants is a SET of its own. */
function afterSetConfig(session: Session, statement: Statement): Session {
  const targets = nodeAs(statement.tree, 'SelectStmt')?.targetList ?? [];
  return targets.reduce((current, target) => {
    const call = nodeAs(nodeAs(target, 'ResTarget')?.val, 'FuncCall');
    if (stringsOf(call?.funcname).at(-1) !== 'set_config') return current;
    const [name, value, isLocal] = (call?.args ?? []).map(constantOf);
    if (typeof name !== 'string' || value === undefined) return current;
    return withSetting(
      current,
      name.toLowerCase(),
      String(value),
      isLocal === 'true' ? 'transaction' : 'session',
    );
  }, session);
}

function withSetting(
  session: Session,
  name: string,
  value: string | undefined,
  scope: 'session' | 'transaction',
): Session {
  if (scope === 'transaction') {
    // Outside a transaction SET LOCAL has no effect but a warning.
    if (!session.inTransaction) return session;
    return { ...session, localSettings: new Map(session.localSettings).set(name, value) };
  }
  const sessionSettings = new Map(session.sessionSettings);
  if (value === undefined) sessionSettings.delete(name);
  else sessionSettings.set(name, value);
  const localSettings = new Map(session.localSettings);
  localSettings.delete(name);
  return { ...session, sessionSettings, localSettings };
}
