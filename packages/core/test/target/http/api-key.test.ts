import { describe, expect, it } from 'vitest';
import { maskSecrets, readApiKey } from '../../../src/target/http/api-key.ts';

describe('the key of a server', () => {
  it('comes from its own variable, or from the one that is named', () => {
    const environment = { LOADCELL_API_KEY: 'one', OTHER: ' two\n' };
    expect(readApiKey(environment)).toBe('one');
    expect(readApiKey(environment, 'OTHER')).toBe('two');
  });

  it('may be absent, but not where a variable was named', () => {
    expect(readApiKey({})).toBeUndefined();
    expect(readApiKey({ LOADCELL_API_KEY: '' })).toBeUndefined();
    expect(() => readApiKey({}, 'OTHER')).toThrow(/OTHER.*not set/);
  });

  it('is masked wherever it stands', () => {
    const secrets = { apiKey: 'key-1', secrets: ['tenant-2', 'of'] };
    expect(maskSecrets('a key-1 of tenant-2 b key-1', secrets)).toBe('a [key] of [key] b [key]');
    expect(maskSecrets('a key-1', {})).toBe('a key-1');
  });
});
