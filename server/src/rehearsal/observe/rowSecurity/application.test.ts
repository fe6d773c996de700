import { describe, expect, it } from 'vitest';
import { withValues } from './application';

describe('statements that make a connection act for a tenant', () => {
  const values = { tenant: "o'neil", member: '7' };

  it.each([
    ["select set_config('app.t', :tenant, true)", "select set_config('app.t', 'o''neil', true)"],
    ['set local a = :member; set local b = :tenant', "set local a = '7'; set local b = 'o''neil'"],
    ['select :member::uuid', "select '7'::uuid"],
    ["select ':tenant', x::member -- :tenant", "select ':tenant', x::member -- :tenant"],
    ['select :tenants', 'select :tenants'],
  ])('%s', (written, bound) => {
    expect(withValues(written, values)).toBe(bound);
  });

  it('keep a value that is not known as it is written', () => {
    expect(withValues('select :member', { tenant: 'a', member: undefined })).toBe('select :member');
  });
});
