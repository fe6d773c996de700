import type { Script } from '../../project';
import type { SqlFile } from '../../sql';
import type { Fix } from '../model';

/** What a rollback may say of itself: it brings nothing back, or brings the schema back without all rows. */
export type Declaration = 'irreversible' | 'lossy';

/** Whether a comment of the file says so, with a reason: `-- irreversible: the rows were never shown to anybody`. */
export function isDeclared({ comments }: SqlFile, declarations: readonly Declaration[]): boolean {
  const pattern = new RegExp(`^(?:--|/\\*)\\s*(?:${declarations.join('|')})\\s*:\\s*\\S`, 'i');
  return comments.some(({ text }) => pattern.test(text));
}

/** Says at the top of a rollback what it does not bring back; a person decides whether that is acceptable. */
export function declare(rollback: Script, declaration: Declaration, reason: string): Fix {
  const { path, span } = rollback;
  return {
    title: `Declare in the rollback that it is ${declaration}`,
    preferred: false,
    edits: [
      { path, span: { start: span.start, end: span.start }, newText: `-- ${declaration}: ${reason}.\n` },
    ],
  };
}
