import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PromptText } from '../drafts/prompts';

/**
 * The prompt snippets that are installed with Tenantsafe; none where the package came without them.
 *
 * @param packageFolder the folder that holds `snippets`.
 */
export function readBuiltInPrompts(packageFolder: string): readonly PromptText[] {
  const folder = path.join(packageFolder, 'snippets');
  return filesIn(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => ({ path: `snippets/${name}`, text: readFileSync(path.join(folder, name), 'utf8') }));
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
