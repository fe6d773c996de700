// What is measured: each function gives milliseconds or megabytes.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startServer } from './languageClient.mjs';

/** How long the edits of one server may take in all; the bench tells figures also of a server that is far too slow. */
const editBudgetMs = 45_000;
const fewestEdits = 10;

/**
 * From the start of a server to the first diagnostics of a file, then from each edit, at its end and at its start by
 * turns, to the next ones.
 */
export async function measureServer(command, folder, file, { edits, asksMore = false }) {
  const uri = pathToFileURL(file).href;
  const text = readFileSync(file, 'utf8');
  const started = performance.now();
  const server = await startServer(command, folder);
  try {
    const textDocument = { uri, languageId: 'sql', version: 1, text };
    const first = await server.diagnosticsAfter('textDocument/didOpen', { textDocument });
    const firstMs = performance.now() - started;
    const editMs = [];
    let diagnostics = first;
    const end = performance.now() + editBudgetMs;
    for (let version = 2; version < 2 + edits; version++) {
      if (editMs.length >= fewestEdits && performance.now() > end) break;
      const added = `ALTER TABLE tenants ADD COLUMN extra_${version} integer;`;
      const edited = version % 2 === 0 ? `${text}\n${added}` : `${added}\n${text}`;
      const before = performance.now();
      diagnostics = await server.diagnosticsAfter('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text: edited }],
      });
      editMs.push(performance.now() - before);
    }
    const asked = asksMore ? await measureQuestions(server, uri, text, diagnostics) : {};
    return {
      firstMs,
      edits: editMs.length,
      editP50: quantile(editMs, 0.5),
      editP95: quantile(editMs, 0.95),
      megabytes: memoryOf(server.processId),
      ...asked,
    };
  } finally {
    server.stop();
  }
}

/** Hovers on some lines, and the actions for some diagnostics. */
async function measureQuestions(server, uri, text, diagnostics) {
  const lines = text.split('\n').length;
  const hoverMs = [];
  for (let line = 0; line < lines; line += 3) {
    const before = performance.now();
    await server.request('textDocument/hover', { textDocument: { uri }, position: { line, character: 8 } });
    hoverMs.push(performance.now() - before);
  }
  const actionMs = [];
  for (const diagnostic of diagnostics.slice(0, 20)) {
    const before = performance.now();
    const context = { diagnostics: [diagnostic] };
    await server.request('textDocument/codeAction', {
      textDocument: { uri },
      range: diagnostic.range,
      context,
    });
    actionMs.push(performance.now() - before);
  }
  return { hoverP95: quantile(hoverMs, 0.95), actionP95: quantile(actionMs, 0.95) };
}

/** Wall-clock milliseconds of a command, the middle one of several runs. */
export function measureCommand([command, ...args], folder, runs = 3) {
  const times = Array.from({ length: runs }, () => {
    const before = performance.now();
    const { error } = spawnSync(command, args, { cwd: folder, stdio: 'ignore' });
    if (error !== undefined) throw error;
    return performance.now() - before;
  });
  return quantile(times, 0.5);
}

/** The same of several commands, run by turns so that a busy moment of the machine is nobody's bad luck. */
export function measureByTurns(commands, folder, turns = 5) {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let turn = 0; turn < turns; turn++)
    for (const [name, command] of Object.entries(commands))
      times[name].push(measureCommand(command, folder, 1));
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, quantile(all, 0.5)]));
}

/** The most resident memory, in megabytes, that a command and the processes it started were seen to take together. */
export async function memoryOfCommand([command, ...args], folder) {
  const child = spawn(command, args, { cwd: folder, stdio: 'ignore' });
  const ended = once(child, 'exit').then(() => true);
  const seen = [];
  do seen.push(processTree(child.pid).map(memoryOf).reduce(sum));
  while (!(await Promise.race([ended, setTimeout(5, false)])));
  // A process that has just ended has no memory to tell.
  return seen.filter(Number.isFinite).reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
}

const sum = (one, other) => one + other;

/** A process and all below it; npm's commands may be wrappers of native ones. */
function processTree(processId) {
  try {
    const children = readFileSync(`/proc/${processId}/task/${processId}/children`, 'utf8');
    return [processId, ...children.split(' ').filter(Boolean).map(Number).flatMap(processTree)];
  } catch {
    return [processId];
  }
}

function quantile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Resident memory of a process in megabytes; not a number where the system does not tell (`/proc` is Linux). */
function memoryOf(processId) {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${processId}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
}
