import { describe, expect, it } from 'vitest';
import { Affinity } from '../../../../src/target/server/session/affinity.ts';

function setting(...cookies: readonly string[]): ReadonlyMap<string, string> {
  return new Map([['set-cookie', cookies.join('\n')]]);
}

describe('affinity by header', () => {
  it('names the conversation, unlike those of another run, and nothing else', () => {
    const affinity = new Affinity({ header: 'X-Session-Id' }, 'a1');
    expect(affinity.headersOf('sessions-1')).toEqual({ 'X-Session-Id': 'a1-sessions-1' });
    expect(affinity.headersOf('sessions-2')).toEqual({ 'X-Session-Id': 'a1-sessions-2' });
    expect(affinity.headersOf('')).toEqual({});
    affinity.learn('sessions-1', setting('a=1'));
    expect(affinity.headersOf('sessions-1')).not.toHaveProperty('cookie');
  });
});

describe('affinity by cookie', () => {
  it('returns the cookies of a conversation within it alone', () => {
    const affinity = new Affinity({ cookie: true }, 'a1');
    expect(affinity.headersOf('sessions-1')).toEqual({});
    affinity.learn('sessions-1', setting('route=r7; Path=/; HttpOnly', 'lb=a=b; Secure'));
    expect(affinity.headersOf('sessions-1')).toEqual({ cookie: 'route=r7; lb=a=b' });
    expect(affinity.headersOf('sessions-2')).toEqual({});
    expect(affinity.headersOf('')).toEqual({});
  });

  it('replaces and drops cookies as the server says', () => {
    const affinity = new Affinity({ cookie: true }, 'a1');
    affinity.learn('s', setting('route=r7', 'lb=1'));
    affinity.learn('s', setting('route=r8'));
    affinity.learn('s', setting('lb=; Max-Age=0'));
    affinity.learn('s', new Map());
    expect(affinity.headersOf('s')).toEqual({ cookie: 'route=r8' });
  });

  it('forgets the conversations that were quiet longest', () => {
    const affinity = new Affinity({ cookie: true }, 'a1');
    for (let place = 0; place <= 65_536; place += 1) affinity.learn(`s${place}`, setting('a=1'));
    expect(affinity.headersOf('s0')).toEqual({});
    expect(affinity.headersOf('s65536')).toEqual({ cookie: 'a=1' });
  });
});
