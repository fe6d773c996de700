import { beforeAll, describe, expect, it } from 'vitest';
import { createLanguageService, type WorkspaceFiles } from '../../server/src/service';
import { loadPostgresParser } from '../../server/src/sql';
import { statementCorpus } from './corpus';
import { mutatedStatement } from './mutate';
import { createRandom, type Random } from './random';
import { exampleSchema, migrationPath, workspaceWith } from './workspace';

beforeAll(loadPostgresParser);

const edits = 20;
const seeds = Array.from({ length: 12 }, (_, place) => 1000 + place);
const corpus = statementCorpus();

describe('what a service remembers of the texts before an edit changes no answer', () => {
  it.each(seeds)('seed %i', (seed) => {
    const random = createRandom(seed);
    const service = createLanguageService();
    let migration = Array.from({ length: 12 }, () => random.among(corpus)).join(';\n');
    let history = exampleSchema;
    const past: string[] = [];
    for (let edit = 0; edit < edits; edit++) {
      past.push(migration);
      if (random.below(6) === 0) history = edited(history, random);
      else if (random.below(5) === 0) migration = random.among(past.slice(-3));
      else migration = edited(migration, random);
      const files = workspaceWith(migration, history);
      const fresh = answersOf(createLanguageService(), files);
      expect(answersOf(service, files), `edit ${edit}: ${migration}`).toEqual(fresh);
    }
  });
});

function answersOf(service: ReturnType<typeof createLanguageService>, files: WorkspaceFiles): unknown {
  const workspace = { files, today: '2030-01-01' };
  return [
    service.lint(workspace, migrationPath),
    service.explain(workspace, migrationPath),
    service.outline(workspace, migrationPath),
    service.problems(workspace),
    service.project(workspace).policy,
    service.project(workspace).inference,
  ];
}

/** What a person types, pastes and takes out: characters, lines, statements, comments. */
function edited(text: string, random: Random): string {
  const start = random.below(text.length + 1);
  const typed = random.among([
    () => '',
    () => random.among(['a', '\n', ' ', '1', "'", '-- ', ';', ';\n', '\n\n', 'NOT VALID', 'COMMIT;']),
    () => `;\n${random.among(corpus)};\n`,
    () => `;\n${mutatedStatement(corpus, random)};\n`,
    () => '\n-- tenantsafe-ignore pg-lock-timeout-missing: why\n',
  ])();
  const removed = random.among([0, 0, 1, 5, 40, 200]);
  return text.slice(0, start) + typed + text.slice(start + removed);
}
