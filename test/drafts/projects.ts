import path from 'node:path';
import { checkDraft, type CheckedDraft } from '../../server/src/drafts';
import { openFolder } from '../../server/src/doors/files';
import { createLanguageService, type LanguageService, type Workspace } from '../../server/src/service';
import { draftOf, type WrittenDraft } from './notation';

const opened = new Map<string, Promise<{ service: LanguageService; workspace: Workspace }>>();

/** A sample workspace; opened once, as an editor would, so that its history is replayed once. */
export function projectOf(name = 'row-flyway'): Promise<{ service: LanguageService; workspace: Workspace }> {
  const known = opened.get(name) ?? open(name);
  opened.set(name, known);
  return known;
}

async function open(name: string): Promise<{ service: LanguageService; workspace: Workspace }> {
  const folder = await openFolder(path.join(import.meta.dirname, '..', 'workspaces', name));
  return {
    service: createLanguageService(),
    workspace: { files: folder.files(), today: '2030-06-15' },
  };
}

/** What the gate says of a draft of the corpus, without a rehearsal. */
export async function judge(written: WrittenDraft): Promise<CheckedDraft> {
  const project = await projectOf(written.workspace);
  const repaired =
    written.repairs === undefined ? {} : { repairs: draftOf({ ...written, phases: written.repairs }) };
  return checkDraft({ ...project, draft: draftOf(written), ...repaired });
}
