import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import path from 'node:path';
import { bundlePath } from './bundle';

export interface Agent extends AsyncDisposable {
  readonly client: Client;
  /** What the server wrote beside the protocol. */
  complaints(): string;
}

/** An agent that has started `tenantsafe mcp` in a project; the server ends with it. */
export async function agentIn(root: string): Promise<Agent> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [bundlePath('cli'), 'mcp', '--cwd', root],
    env: { ...environment(), TENANTSAFE_CACHE: process.env['TENANTSAFE_CACHE'] ?? path.join(root, '.cache') },
    stderr: 'pipe',
  });
  let complaints = '';
  transport.stderr?.on('data', (text: Buffer) => (complaints += text.toString()));
  const client = new Client({ name: 'test', version: '0' });
  await client.connect(transport);
  return { client, complaints: () => complaints, [Symbol.asyncDispose]: () => client.close() };
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
