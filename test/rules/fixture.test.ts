import { describe, expect, it } from 'vitest';
import { readFixture } from './fixture';

describe('a fixture', () => {
  it('that does not state its expectation is refused', () => {
    expect(() => readFixture('--- migration\nSELECT 1;\n')).toThrow('the first line must say');
  });

  it.each([
    ['expects findings and marks none', '-- expects findings\n--- migration\nSELECT 1;\n'],
    [
      'expects nothing and marks one',
      '-- expects nothing\n--- migration\nSELECT 1;\n--^^^^ some-rule error\n',
    ],
  ])('that %s is refused', (_title, text) => {
    expect(() => readFixture(text)).toThrow('the first line says');
  });

  it('whose caret comment names no severity is refused', () => {
    expect(() => readFixture('-- expects findings\n--- migration\nSELECT 1;\n--^^^ some-rule\n')).toThrow(
      'does not read',
    );
  });

  it('marks the code above its carets, dashes included where they touch', () => {
    const text = [
      '-- expects findings',
      '--- migration',
      'SELECT 1,',
      '--^^^^^^^… one-rule error fix',
      '  2;',
      '  --… not an annotation',
      '  SELECT    3;',
      '--          ^ other-rule hint',
    ].join('\n');
    const { example, expected } = readFixture(text);
    expect(example.migration).toBe('SELECT 1,\n  2;\n  --… not an annotation\n  SELECT    3;');
    expect(expected).toEqual([
      { rule: 'one-rule', severity: 'error', fix: 'fix', line: 0, start: 0, end: undefined },
      { rule: 'other-rule', severity: 'hint', fix: 'no fix', line: 3, start: 12, end: 13 },
    ]);
  });
});
