// Finds the processes that a run started and that are still there, by what the run gave them: its folder.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** How long a closed window's processes have to end by themselves. */
const graceMs = 15_000;

/**
 * The processes of a closed window that did not end by themselves; they are ended now. The window's are those whose
 * command line, or on Linux whose environment, names its run folder.
 *
 * @param {string} runFolder
 * @returns {Promise<{ pid: number, command: string }[]>}
 */
export async function endProcessesOf(runFolder) {
  const deadline = Date.now() + graceMs;
  let left = processesOf(runFolder);
  while (left.length > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    left = processesOf(runFolder);
  }
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended just now.
    }
  }
  return left;
}

function processesOf(runFolder) {
  const all =
    process.platform === 'linux' ? fromProc() : process.platform === 'win32' ? fromWindows() : fromPs();
  return all
    .filter(({ pid, text }) => pid !== process.pid && text.includes(runFolder))
    .map(({ pid, command }) => ({ pid, command }));
}

function fromProc() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const command = readProc(name, 'cmdline').replaceAll('\0', ' ').trim();
      // A process that ended and waits to be collected has no command line any more.
      return command === ''
        ? []
        : [{ pid: Number(name), command, text: command + readProc(name, 'environ') }];
    });
}

function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function fromPs() {
  return parsed(execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }));
}

function fromWindows() {
  const query = 'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.CommandLine)" }';
  return parsed(execFileSync('powershell', ['-NoProfile', '-Command', query], { encoding: 'utf8' }));
}

function parsed(lines) {
  return lines.split(/\r?\n/).flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), command, text: command }];
  });
}
