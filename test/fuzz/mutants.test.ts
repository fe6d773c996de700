import { beforeAll, describe, expect, it } from 'vitest';
import { createLanguageService } from '../../server/src/service';
import { loadPostgresParser } from '../../server/src/sql';
import { statementCorpus } from './corpus';
import { mutatedStatement } from './mutate';
import { probeFile } from './probe';
import { createRandom } from './random';
import { migrationPath, workspaceWith } from './workspace';

beforeAll(loadPostgresParser);

const files = 100;
const statementsPerFile = 10;
const seeds = Array.from({ length: 20 }, (_, place) => place + 1);

describe('20,000 spoiled statements do not spoil an answer', () => {
  const corpus = statementCorpus();

  it('of a corpus with every form', () => {
    expect(corpus.length).toBeGreaterThan(500);
  });

  it.each(seeds)('seed %i', (seed) => {
    const random = createRandom(seed);
    const service = createLanguageService();
    for (let file = 0; file < files; file++) {
      const statements = Array.from({ length: statementsPerFile }, () => mutatedStatement(corpus, random));
      const sql = statements.join(random.among([';\n', ';', ';\r\n\r\n', '\n;-- a comment\n']));
      try {
        probeFile(service, workspaceWith(sql), migrationPath, random);
      } catch (error) {
        throw new Error(`${String(error)}\nin file ${file} of seed ${seed}:\n${sql}`, { cause: error });
      }
    }
  });
});
