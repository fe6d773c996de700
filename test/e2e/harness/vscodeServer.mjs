// VS Code's server from npm: installed on demand beside the project, started for one window, stopped with all it started.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from './projectRoot.mjs';
import { versions } from './versions.mjs';

const home = path.join(projectRoot, '.vscode-test', `server-${versions.codeServer}-node-${versions.node}`);
const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const paths = {
  node: path.join(
    home,
    'node_modules',
    nodePackage,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  ),
  server: path.join(home, 'node_modules', 'code-server', 'lib', 'vscode'),
};

/** Installs the server and its Node once. An install that was interrupted leaves nothing that looks complete. */
export function installServer() {
  if (existsSync(home)) return;
  console.error(
    `Installing VS Code's server (code-server ${versions.codeServer}) and Node ${versions.node} …`,
  );
  const draft = `${home}.${process.pid}.incomplete`;
  try {
    mkdirSync(draft, { recursive: true });
    writeFileSync(path.join(draft, 'package.json'), '{ "private": true }\n');
    // Their install scripts compile natives and download from elsewhere; what these tests need works without.
    const packages = [`code-server@${versions.codeServer}`, `${nodePackage}@${versions.node}`];
    npm(draft, ['install', '--no-save', ...packages]);
    npm(path.join(draft, 'node_modules', 'code-server', 'lib', 'vscode'), ['install', '--omit=dev'], {
      PATH: [path.join(draft, 'node_modules', nodePackage, 'bin'), process.env.PATH].join(path.delimiter),
    });
    renameSync(draft, home);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function npm(cwd, args, environment = {}) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const { status, error } = spawnSync('npm', [...args, ...quiet], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error !== undefined) throw error;
  if (status !== 0)
    throw new Error(
      `VS Code's server could not be installed: npm ${args[0]} ended with status ${status}. Check the registry that npm uses.`,
    );
}

/**
 * Starts the server on a free port of 127.0.0.1.
 * @param {{ dataFolder: string, trusted: boolean, environment: Record<string, string>, debug: boolean }} options
 * @returns {Promise<{ url: URL, stop: () => Promise<void>, kill: () => void }>}
 */
export async function startServer({ dataFolder, trusted, environment, debug }) {
  const server = spawn(
    paths.node,
    [
      path.join(paths.server, 'out', 'server-main.js'),
      ...[
        '--host',
        '127.0.0.1',
        '--port',
        '0',
        '--without-connection-token',
        '--accept-server-license-terms',
      ],
      ...['--server-data-dir', dataFolder, '--disable-telemetry', '--enable-smoke-test-driver'],
      ...(trusted ? ['--disable-workspace-trust'] : []),
    ],
    { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', debug ? 'inherit' : 'ignore'] },
  );
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const kill = () => {
    if (server.exitCode === null && server.signalCode === null) server.kill('SIGKILL');
  };
  const stop = async () => {
    server.kill('SIGTERM');
    const timer = setTimeout(kill, 3000);
    await ended;
    clearTimeout(timer);
  };
  const url = await Promise.race([addressFrom(server, debug), ended.then((status) => refuse(status))]);
  return { url, stop, kill };
}

function addressFrom(server, debug) {
  return new Promise((resolve) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      if (debug) console.error(line);
      const address = /Web UI available at (\S+)/.exec(line)?.[1];
      if (address === undefined) return;
      const url = new URL(address);
      // The page's host and the authority of remote paths have to be the same text.
      url.hostname = '127.0.0.1';
      resolve(url);
    });
  });
}

function refuse(status) {
  throw new Error(
    `VS Code's server ended with status ${status} before it listened: run with --debug to see why.`,
  );
}
