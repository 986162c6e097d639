import { describe, expect, it } from 'vitest';
import {
  keySituationOf,
  type KeySituation,
} from '../../../../src/target/server/session/api-key.ts';
import {
  explainRefusal,
  inOneLine,
} from '../../../../src/target/server/failure/explain-refusal.ts';

const DEFAULT: KeySituation = { sent: 'none', variable: 'LOADCELL_API_KEY' };

describe('a refusal', () => {
  it('without a key reports that none was sent, and where to set it', () => {
    expect(explainRefusal(401, 'Invalid API key', DEFAULT, 'GET /v1/models')).toEqual({
      summary: 'GET /v1/models returned 401: "Invalid API key"',
      help: 'no key was sent; set LOADCELL_API_KEY, or the variable named by target.apiKeyEnv, to a valid key',
    });
  });

  it('names the variable of the configuration, whose key was sent', () => {
    const key = { sent: 'variable', variable: 'GATEWAY_KEY' } as const;
    expect(inOneLine(explainRefusal(401, 'no', key))).toBe(
      'The server returned 401: "no". The key in GATEWAY_KEY was sent and refused; set GATEWAY_KEY to a valid key.',
    );
    expect(explainRefusal(403, 'no', key).help).toMatch(/key in GATEWAY_KEY was sent; check what/);
  });

  it('names the header that carried the key', () => {
    const key = { ...DEFAULT, sent: 'header' } as const;
    expect(explainRefusal(401, '', key).help).toMatch(/key in target\.headers was sent/);
  });

  it('of another kind quotes status and text, on one line cut at 120 characters', () => {
    const { summary, help } = explainRefusal(500, `two\n lines ${'x'.repeat(200)}`, DEFAULT);
    expect(help).toBeUndefined();
    expect(summary).toMatch(/^The server returned 500: "two lines x+…"$/);
    expect(summary.split(': ')[1]).toHaveLength(122);
    expect(inOneLine(explainRefusal(502, ' ', DEFAULT))).toBe('The server returned 502.');
  });
});

describe('the key of a request', () => {
  it.each([
    [{}, { sent: 'none', variable: 'LOADCELL_API_KEY' }],
    [
      { apiKeyVariable: 'K', apiKey: 'secret' },
      { sent: 'variable', variable: 'K' },
    ],
    [{ headers: { 'x-api-key': 'secret' } }, { sent: 'header', variable: 'LOADCELL_API_KEY' }],
    [{ headers: { 'x-team': 'a' } }, { sent: 'none', variable: 'LOADCELL_API_KEY' }],
  ])('of %j comes from %j', (options, situation) => {
    expect(keySituationOf(options)).toEqual(situation);
  });
});
