// Finds the processes that a run started and that are still there, by what the run gave them: its folder.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Processes whose command line, or on Linux whose environment, names the run's folder.
 * @param {string} runFolder
 * @returns {{ pid: number, command: string }[]}
 */
export function processesOf(runFolder) {
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
