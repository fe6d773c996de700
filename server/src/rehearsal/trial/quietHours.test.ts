import { describe, expect, it } from 'vitest';
import { QuietHours } from './quietHours';

/** Work that goes on until it is told to end, and says when it began. */
function task(log: string[], name: string) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const work = async () => {
    log.push(name);
    await ended;
  };
  return { work, end };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('quiet hours', () => {
  it('let company work side by side, and quiet begin when all of it has ended', async () => {
    const hours = new QuietHours();
    const log: string[] = [];
    const [first, second, measured] = [task(log, 'first'), task(log, 'second'), task(log, 'measured')];
    const all = [hours.inCompany(first.work), hours.inCompany(second.work), hours.inQuiet(measured.work)];
    await settle();
    expect(log).toEqual(['first', 'second']);
    first.end();
    await settle();
    expect(log).toEqual(['first', 'second']);
    second.end();
    await settle();
    expect(log).toEqual(['first', 'second', 'measured']);
    measured.end();
    await Promise.all(all);
  });

  it('let nothing begin beside quiet work, nor before quiet work that came earlier', async () => {
    const hours = new QuietHours();
    const log: string[] = [];
    const tasks = ['company', 'quiet', 'late'].map((name) => task(log, name));
    const [company, quiet, late] = tasks;
    const all = [
      hours.inCompany(company?.work ?? settle),
      hours.inQuiet(quiet?.work ?? settle),
      hours.inCompany(late?.work ?? settle),
    ];
    await settle();
    expect(log).toEqual(['company']);
    company?.end();
    await settle();
    expect(log).toEqual(['company', 'quiet']);
    quiet?.end();
    await settle();
    expect(log).toEqual(['company', 'quiet', 'late']);
    late?.end();
    await Promise.all(all);
  });

  it('go on after work that failed', async () => {
    const hours = new QuietHours();
    await expect(hours.inQuiet(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(hours.inCompany(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await hours.inQuiet(() => Promise.resolve('yes'))).toBe('yes');
  });
});
