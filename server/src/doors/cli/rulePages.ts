import { readFileSync } from 'node:fs';
import path from 'node:path';
import { docsPathOf } from '../../service/rulePlaces';

/** The Markdown of a rule's page as it is installed; undefined where the package came without its pages. */
export function readRulePage(packageFolder: string, ruleId: string): string | undefined {
  try {
    return readFileSync(path.join(packageFolder, docsPathOf(ruleId)), 'utf8');
  } catch {
    return undefined;
  }
}
