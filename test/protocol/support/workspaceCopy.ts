import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const samples = path.resolve(import.meta.dirname, '../../workspaces');

/** A workspace folder of its own for one test; removed when it goes out of scope. */
export interface WorkspaceCopy extends AsyncDisposable {
  readonly root: string;
  readonly uri: string;
  uriOf(file: string): string;
  write(file: string, content: string | Uint8Array): Promise<void>;
}

/** A copy of a sample workspace, or an empty folder with the files given. */
export async function workspaceWith(
  content: { readonly sample: string } | { readonly files: Readonly<Record<string, string | Uint8Array>> },
): Promise<WorkspaceCopy> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'tenantsafe-protocol-')));
  const workspace: WorkspaceCopy = {
    root,
    uri: pathToFileURL(root).href,
    uriOf: (file) => pathToFileURL(path.join(root, file)).href,
    write: async (file, text) => {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), text);
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
  if ('sample' in content) await cp(path.join(samples, content.sample), root, { recursive: true });
  else for (const [file, text] of Object.entries(content.files)) await workspace.write(file, text);
  return workspace;
}
