import { execFileSync } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** Its command line; a server process of PostgreSQL says in it what it does. */
  readonly line: string;
}

/** The processes that run a program below a folder or work in it, and all that they started. */
export async function processesBelow(folder: string): Promise<readonly RunningProcess[]> {
  const all = await allProcesses();
  const found = new Set<RunningProcess>();
  for (const each of all) {
    // A server process shows no path in its command line, but works in the data folder.
    if (each.line.includes(folder) || (await workingFolder(each.pid)).startsWith(folder)) found.add(each);
  }
  for (const each of found) {
    for (const child of all) if (child.parent === each.pid) found.add(child);
  }
  return [...found];
}

async function allProcesses(): Promise<readonly RunningProcess[]> {
  return process.platform === 'linux' ? processesOfLinux() : processesOfPs();
}

async function processesOfLinux(): Promise<readonly RunningProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const processes = await Promise.all(pids.map(processOfLinux));
  return processes.filter((each) => each !== undefined);
}

async function processOfLinux(pid: string): Promise<RunningProcess | undefined> {
  try {
    const line = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may itself hold spaces and parentheses.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : { pid: Number(pid), parent: Number(parent), line };
  } catch {
    return undefined;
  }
}

function processesOfPs(): readonly RunningProcess[] {
  const lines = execFileSync('ps', ['-axww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((text) => {
    const [, pid, parent, line] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(text) ?? [];
    return line === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), line }];
  });
}

async function workingFolder(pid: number): Promise<string> {
  return readlink(`/proc/${pid}/cwd`).catch(() => '');
}
