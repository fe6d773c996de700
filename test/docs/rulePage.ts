import { exampleDefaults, type Example } from '../rules/exampleWorkspace';

/** A rule's page, taken apart. */
export interface RulePage {
  readonly title: string;
  readonly summary: string;
  /** `Severity: warning · Category: lock · Fix: yes`. */
  readonly facts: Readonly<Record<string, string>>;
  readonly headings: readonly string[];
  readonly examples: readonly PageExample[];
}

export interface PageExample {
  readonly kind: 'valid' | 'invalid';
  /** One-based line of the page on which the block starts. */
  readonly line: number;
  readonly example: Example;
}

/**
 * Reads a page. Its SQL blocks carry in their info string what they are: `sql invalid` and `sql valid` are migrations that
 * are linted; `sql setup` (an earlier migration), `sql query` (the application's), `sql rollback` and `yaml policy` go with the next such block. After a
 * `sql migration` it is the next block's rollback that is linted. Files have Flyway's names unless the policy says that
 * the folder's are plain.
 */
export function readRulePage(text: string): RulePage {
  const lines = text.split('\n');
  const paragraphs = lines.filter((line) => line !== '');
  return {
    title: (paragraphs[0] ?? '').replace(/^# /, ''),
    summary: paragraphs[1] ?? '',
    facts: Object.fromEntries((paragraphs[2] ?? '').split(' · ').map((fact) => fact.split(': '))) as Record<
      string,
      string
    >,
    headings: lines.filter((line) => line.startsWith('## ')).map((line) => line.slice(3)),
    examples: examplesOf(lines),
  };
}

function frameworkOf(policy: string): Example['framework'] {
  return /\bframework: plain\b/.test(policy) ? 'plain' : 'flyway';
}

interface Block {
  readonly info: string;
  readonly line: number;
  readonly text: string;
}

function examplesOf(lines: readonly string[]): readonly PageExample[] {
  const examples: PageExample[] = [];
  let around: Omit<Example, 'migration'> = exampleDefaults;
  let undone: string | undefined;
  for (const { info, line, text } of blocksOf(lines)) {
    switch (info) {
      case 'sql setup':
        around = { ...around, history: [...around.history, text] };
        break;
      case 'sql query':
        around = { ...around, files: new Map([...around.files, ['db/queries/application.sql', text]]) };
        break;
      case 'sql migration':
        undone = text;
        break;
      case 'sql rollback':
        around = { ...around, rollback: text };
        break;
      case 'yaml policy':
        around = { ...around, policy: text, framework: frameworkOf(text) };
        break;
      case 'sql invalid':
      case 'sql valid':
        examples.push({
          kind: info === 'sql valid' ? 'valid' : 'invalid',
          line,
          example:
            undone === undefined
              ? { ...around, migration: text }
              : { ...around, migration: undone, rollback: text, linted: 'rollback' },
        });
        around = exampleDefaults;
        undone = undefined;
        break;
      default:
        throw new Error(`line ${line}: a block "${info}" is neither an example nor goes with one`);
    }
  }
  if (around !== exampleDefaults || undone !== undefined)
    throw new Error('the last block belongs to an example that does not follow');
  return examples;
}

function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly info: string; readonly line: number; readonly text: string[] } | undefined;
  lines.forEach((text, place) => {
    const fence = /^```(.*)$/.exec(text)?.[1];
    if (fence === undefined) open?.text.push(text);
    else if (open === undefined) open = { info: fence.trim(), line: place + 1, text: [] };
    else {
      blocks.push({ ...open, text: `${open.text.join('\n')}\n` });
      open = undefined;
    }
  });
  return blocks;
}
