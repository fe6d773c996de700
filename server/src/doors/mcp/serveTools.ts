import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolResult, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import type { RehearsalEvent } from '../../rehearsal';
import { progressText } from '../progressText';
import { agentTools, type AgentTool, type Desk } from '../tools';

/** What one call needs: the project as it is at that moment, with the call's own progress and end. */
export type OpenDesk = (call: {
  readonly signal: AbortSignal;
  readonly onEvent: (event: RehearsalEvent) => void;
}) => Promise<Desk>;

/** Serves the tools to agents over standard input and output, until the agent leaves or `signal` ends it. */
export async function serveTools(
  openDesk: OpenDesk,
  { version, signal }: { readonly version: string; readonly signal: AbortSignal },
): Promise<void> {
  const server = new McpServer({ name: 'tenantsafe', title: 'Tenantsafe', version }, { instructions });
  for (const tool of agentTools) register(server, tool, openDesk);
  const transport = new StdioServerTransport();
  const ended = new Promise<void>((resolve) => {
    server.server.onclose = () => resolve();
    // The transport itself does not notice that its input has ended.
    process.stdin.once('end', () => void server.close());
    signal.addEventListener('abort', () => void server.close(), { once: true });
  });
  await server.connect(transport);
  await ended;
}

const instructions =
  'Tenantsafe judges database migrations of multi-tenant products. Before a migration is proposed: describe_tenancy for the tables it touches, explain_statement for what it locks, lint_migration until no finding at error is left, and test_on_fixture_tenants for the migration with its rollback. Nothing here writes a file or touches a database of yours; write the files yourself once a person agrees.';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

function register(server: McpServer, tool: AgentTool, openDesk: OpenDesk): void {
  const { name, title, description, input } = tool;
  const annotations = {
    title,
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  };
  server.registerTool(
    name,
    { title, description, inputSchema: input.shape, annotations },
    (given: unknown, extra: Extra) => answered(tool, given, extra, openDesk),
  );
}

/** What cannot be answered is the tool's own error, which the agent reads, and no fault of the protocol. */
async function answered(
  tool: AgentTool,
  given: unknown,
  extra: Extra,
  openDesk: OpenDesk,
): Promise<CallToolResult> {
  try {
    const desk = await openDesk({ signal: extra.signal, onEvent: progressOf(extra) });
    const structuredContent = await tool.call(given, desk);
    return { structuredContent, content: [{ type: 'text', text: JSON.stringify(structuredContent) }] };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { isError: true, content: [{ type: 'text', text }] };
  }
}

/** Steps of a run as progress, where the agent has asked for it. A run does not know how many steps it will take. */
function progressOf({ _meta: about, sendNotification }: Extra): (event: RehearsalEvent) => void {
  const progressToken = about?.progressToken;
  if (progressToken === undefined) return () => undefined;
  let progress = 0;
  return (event) => {
    progress += 1;
    const params = { progressToken, progress, message: progressText(event) };
    // An agent that has left needs no progress.
    sendNotification({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}
