import { describe, expect, it } from 'vitest';
import { maskSecrets, readApiKey } from '../../../../src/target/server/session/api-key.ts';
import { readHeaders } from '../../../../src/target/server/session/header-values.ts';

describe('the key of a server', () => {
  it('comes from the default variable, or from the named one', () => {
    const environment = { LOADCELL_API_KEY: 'one', OTHER: ' two\n' };
    expect(readApiKey(environment)).toBe('one');
    expect(readApiKey(environment, 'OTHER')).toBe('two');
  });

  it('may be absent, but not where a variable was named', () => {
    expect(readApiKey({})).toBeUndefined();
    expect(readApiKey({ LOADCELL_API_KEY: '' })).toBeUndefined();
    expect(() => readApiKey({}, 'OTHER')).toThrow(/OTHER.*not set/);
  });

  it('is rejected before anything is sent, where no header can contain it', () => {
    expect(() => readApiKey({ LOADCELL_API_KEY: 'a\u00e9' })).toThrow(
      /API key.*expected ASCII on one line/,
    );
    expect(() => readHeaders({}, { 'bad name': 'v' })).toThrow(/"bad name" cannot be sent/);
  });

  it('is masked everywhere', () => {
    const secrets = { apiKey: 'key-1', secrets: ['tenant-2', 'of'] };
    expect(maskSecrets('a key-1 of tenant-2 b key-1', secrets)).toBe(
      'a [redacted] of [redacted] b [redacted]',
    );
    expect(maskSecrets('a key-1', {})).toBe('a key-1');
  });

  it('is masked as a part of another secret, and without its scheme', () => {
    const { secrets } = readHeaders(
      { GATEWAY: 'Bearer token-3' },
      { authorization: { env: 'GATEWAY' }, 'x-api-key': 'literal-4', 'x-mode': 'fast' },
    );
    const said = 'no: Bearer token-3, token-3 and literal-4, fast';
    expect(maskSecrets(said, { secrets })).toBe('no: [redacted], [redacted] and [redacted], fast');
  });
});
