import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { Client } from 'pg';
import type { ServerAddress } from './connection';
import { EngineError, errorMessage } from './errors';

/** A server that the policy names by URL, with the database in which databases are created from. */
export interface ExternalServer {
  readonly address: ServerAddress;
  readonly database: string;
}

/**
 * Reads a connection URL and makes sure that it leads to this machine.
 *
 * @param url as in the policy key `fixtures.server`.
 * @throws EngineError when the text is no URL, or when any address of its host is not a loopback one.
 */
export async function readServerUrl(url: string): Promise<ExternalServer> {
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new EngineError(
      `fixtures.server is "${url}": write auto, or a connection URL such as postgresql://user@localhost:5432/postgres.`,
    );
  }
  const target = parseUrl(url);
  const host = await loopbackHost(target.host);
  return {
    address: { host, port: target.port, user: target.user ?? 'postgres', password: target.password },
    database: target.database ?? 'postgres',
  };
}

function parseUrl(url: string): Pick<Client, 'host' | 'port' | 'user' | 'password' | 'database'> {
  try {
    // The driver itself reads the URL, so that what is checked here is what would be connected to.
    return new Client({ connectionString: url });
  } catch (error) {
    throw new EngineError(`fixtures.server cannot be read as a connection URL: ${errorMessage(error)}.`);
  }
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** The host, or for a name the loopback address it stands for, so that it cannot stand for another one later. */
async function loopbackHost(host: string): Promise<string> {
  if (host.startsWith('/')) return host;
  const addresses = isIP(host) > 0 ? [host] : await addressesOf(host);
  const first = addresses[0];
  if (first !== undefined && addresses.every(isLoopback)) return first;
  throw new EngineError(
    `fixtures.server names the host "${host}", which is not this machine: fixture databases are only made on a loopback address (127.0.0.1, ::1, localhost) or a socket folder.`,
  );
}

async function addressesOf(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    throw new EngineError(
      `fixtures.server names the host "${host}", which cannot be resolved: use 127.0.0.1, ::1, localhost or a socket folder.`,
    );
  }
}

function isLoopback(address: string): boolean {
  return loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
