import { describe, expect, it } from 'vitest';
import { millisecondsOf } from './durations';

describe('a timeout is read as PostgreSQL reads it', () => {
  it.each([
    ['2s', 2000],
    [' 1.5 min ', 90_000],
    ['250', 250],
    ['500us', 0.5],
    ['0', 0],
    ['1h', 3_600_000],
    ['${timeout}', undefined],
    ['2 S', undefined],
    ['', undefined],
  ])('%s', (value, expected) => {
    expect(millisecondsOf(value)).toBe(expected);
  });
});
