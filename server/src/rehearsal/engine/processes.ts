import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** When a process started, in the system's own terms, or undefined when it is gone or a zombie. */
export async function processStart(pid: number): Promise<string | undefined> {
  switch (process.platform) {
    case 'linux':
      return linuxProcessStart(pid);
    case 'win32':
      return signalReaches(pid) ? 'running' : undefined;
    default:
      return otherProcessStart(pid);
  }
}

/** Whether a running process has this text as one of its arguments. */
export async function hasArgument(pid: number, argument: string): Promise<boolean> {
  try {
    switch (process.platform) {
      case 'linux':
        return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').includes(argument);
      case 'win32': {
        const query = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`;
        return (await run('powershell', ['-NoProfile', '-Command', query])).stdout.includes(argument);
      }
      default:
        return ` ${(await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)])).stdout} `.includes(
          ` ${argument} `,
        );
    }
  } catch {
    return false;
  }
}

async function linuxProcessStart(pid: number): Promise<string | undefined> {
  try {
    const status = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    // The second field is the command in parentheses and may itself hold spaces and parentheses.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    const isGone = fields[0] === 'Z' || fields[0] === 'X';
    return isGone ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

async function otherProcessStart(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
    const [state, ...started] = stdout.trim().split(/\s+/);
    if (state === undefined || state.startsWith('Z')) return undefined;
    return started.join('').replaceAll(/\W/g, '');
  } catch {
    return undefined;
  }
}

function signalReaches(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
