import type { ServerSource } from './serverBinaries';

/** What a command tells its guardian. Closing the channel means: stop, unless the server is to be kept. */
export type GuardianRequest =
  | { readonly kind: 'start'; readonly cacheRoot: string; readonly source: ServerSource }
  | { readonly kind: 'keep' }
  | { readonly kind: 'stop' };

/** What a guardian tells its command. That it has stopped, it tells by ending. */
export type GuardianReply =
  | ({ readonly kind: 'ready' } & ReadyServer)
  | { readonly kind: 'kept' }
  /** The server could not be started. */
  | { readonly kind: 'failed'; readonly message: string }
  /** The server ended by itself. */
  | { readonly kind: 'lost'; readonly message: string };

/** How to reach a server that has been started. */
export interface ReadyServer {
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
}

const requestKinds: readonly string[] = ['start', 'keep', 'stop'] satisfies GuardianRequest['kind'][];
const replyKinds: readonly string[] = ['ready', 'kept', 'failed', 'lost'] satisfies GuardianReply['kind'][];

/** Tells a request from other traffic; both ends are of the same build, so the kind decides. */
export function isGuardianRequest(value: unknown): value is GuardianRequest {
  return requestKinds.includes(kindOf(value));
}

/** Tells a reply from other traffic; both ends are of the same build, so the kind decides. */
export function isGuardianReply(value: unknown): value is GuardianReply {
  return replyKinds.includes(kindOf(value));
}

function kindOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return '';
  return typeof value.kind === 'string' ? value.kind : '';
}
