import { isPair, isScalar, parseDocument, visit } from 'yaml';
import type { Inferred } from './inference';
import type { ProjectFiles } from './model';
import type { Engine } from './policyModel';
import { compareVersions } from './versions';

/** A database server that a configuration file runs or connects to. */
interface SeenServer {
  readonly engine: Engine;
  readonly version: string | undefined;
  readonly path: string;
  readonly what: string;
}

/** The versions taken where nothing says which run: the oldest that are still common in fleets. */
const oldestVersions: Readonly<Record<Engine, string>> = { postgresql: '14', mysql: '8.0', mariadb: '10.11' };

/** The engine, by connection settings, container images and file names; PostgreSQL where none of them speaks. */
export function inferEngine(files: ProjectFiles): Inferred<Engine> {
  const servers = seenServers(files);
  const postgres = servers.find(({ engine }) => engine === 'postgresql');
  const server = postgres ?? servers[0];
  if (server !== undefined) {
    const reason = `${server.path} names ${server.what}`;
    const other = servers.find(({ engine }) => engine !== server.engine);
    // Products for several databases are tested on each; their history is read for one.
    return other === undefined
      ? { value: server.engine, confidence: 0.9, reason }
      : { value: server.engine, confidence: 0.5, reason: `${reason}, and ${other.path} ${other.what}` };
  }
  const dialects = new Set(files.paths.flatMap((path) => dialectSuffix.exec(path)?.[1] ?? []));
  const others = [...dialects].filter((dialect) => dialect === 'mysql' || dialect === 'mariadb');
  const [only] = others;
  if (only !== undefined && others.length === dialects.size) {
    return { value: only, confidence: 0.7, reason: `migrations for one database are named .${only}` };
  }
  return { value: 'postgresql', confidence: 0.6, reason: 'nothing shows another engine' };
}

/** The oldest version of the engine among the servers that configuration files run. */
export function inferVersion(files: ProjectFiles, engine: Engine): Inferred<string> {
  const [oldest] = seenServers(files)
    .flatMap((server) =>
      server.engine === engine && server.version !== undefined ? { ...server, version: server.version } : [],
    )
    .sort((left, right) => compareVersions(left.version, right.version));
  if (oldest !== undefined) {
    return {
      value: oldest.version,
      confidence: 0.5,
      reason: `${oldest.path} runs ${oldest.what}; production may be older`,
    };
  }
  return {
    value: oldestVersions[engine],
    confidence: 0.1,
    reason: 'nothing says which versions run, so the oldest common one is taken',
  };
}

const dialectSuffix = /\.(postgres|postgresql|mysql|mariadb)(?:\.autocommit)?\.up\.sql$/;
const flywayConfiguration = /(^|\/)flyway[^/]*\.(conf|toml)$/;
const containers = /(^|\/)((docker-)?compose[^/]*|\.github\/workflows\/[^/]+|\.gitlab-ci)\.ya?ml$/;

function seenServers(files: ProjectFiles): readonly SeenServer[] {
  return files.paths.flatMap((path) => {
    if (flywayConfiguration.test(path)) return connectedServers(path, files.text(path) ?? '');
    return containers.test(path)
      ? imagesIn(files.text(path) ?? '').flatMap((image) => serverOf(path, image))
      : [];
  });
}

function connectedServers(path: string, configuration: string): readonly SeenServer[] {
  const engine = engineNamed(/\bjdbc:(\w+):/.exec(configuration)?.[1]);
  return engine === undefined ? [] : [{ engine, version: undefined, path, what: `jdbc:${engine}` }];
}

function imagesIn(text: string): readonly string[] {
  const images: string[] = [];
  visit(parseDocument(text, { logLevel: 'silent' }), (_, node) => {
    if (!isPair(node) || !isScalar(node.key) || node.key.value !== 'image') return;
    if (isScalar(node.value) && typeof node.value.value === 'string') images.push(node.value.value);
  });
  return images;
}

/** `postgres:16-alpine`, `pgvector/pgvector:pg16`, `registry/library/mysql:8.0.36`. */
function serverOf(path: string, image: string): readonly SeenServer[] {
  const match = /(?:^|\/)(postgres|postgis|pgvector|mysql|mariadb)(?::(?:pg)?(\d+(?:\.\d+){0,2})?.*)?$/.exec(
    image,
  );
  if (match === null) return [];
  const engine = engineNamed(match[1]) ?? 'postgresql';
  return [{ engine, version: match[2], path, what: image }];
}

function engineNamed(name: string | undefined): Engine | undefined {
  return name === 'postgresql' || name === 'mysql' || name === 'mariadb' ? name : undefined;
}
