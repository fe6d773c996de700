import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { docsPathOf } from '../../service';

/** The Markdown of a rule's page as it is installed; undefined where the package came without its pages. */
export async function readRulePage(packageFolder: string, ruleId: string): Promise<string | undefined> {
  try {
    return await readFile(path.join(packageFolder, docsPathOf(ruleId)), 'utf8');
  } catch {
    return undefined;
  }
}
