import { LSPErrorCodes, ResponseError, type Connection } from 'vscode-languageserver/node';
import { removeClusters } from '../../rehearsal';
import { dropFixturesRequest, type DropFixturesResult } from './protocol';

/** Answers `tenantsafe/dropFixtures`, as `tenantsafe fixtures drop` does. */
export function serveFixtures(connection: Connection): void {
  connection.onRequest(dropFixturesRequest, async (): Promise<DropFixturesResult | ResponseError<never>> => {
    try {
      return { inUse: (await removeClusters()).length };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return new ResponseError(LSPErrorCodes.RequestFailed, reason);
    }
  });
}
