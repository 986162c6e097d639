import { describe, expect, it } from 'vitest';
import { Replicas, type Balance } from '../../../../src/target/server/session/replicas.ts';

const URLS = ['http://a:8000', 'http://long-name:8001/', 'http://c:80'];
const ORIGIN = { host: 'a:8000', basePath: '', replica: 0 };

const over = (balance: Balance): Replicas => new Replicas({ urls: URLS, balance });

describe('replicas', () => {
  it('are named by their URLs, and each has its own Host', () => {
    const replicas = over('round-robin');
    expect(replicas.names).toEqual(['http://a:8000', 'http://long-name:8001', 'http://c:80']);
    expect([0, 1, 2, 3].map((place) => replicas.originOf(ORIGIN, { place }).host)).toEqual([
      'a:8000',
      'long-name:8001',
      'c',
      'a:8000',
    ]);
    expect(replicas.more.map(({ hostname, port }) => [hostname, port])).toEqual([
      ['long-name', 8001],
      ['c', 80],
    ]);
  });

  it.each<readonly [Balance, readonly number[]]>([
    ['round-robin', [1, 2, 0, 1]],
    ['fixed', [1, 1, 1, 1]],
  ])('place the turns of a conversation by %s', (balance, expected) => {
    const replicas = over(balance);
    const placed = [1, 2, 3, 4].map(
      (turn) => replicas.originOf(ORIGIN, { conversation: 4, turn }).replica,
    );
    expect(placed).toEqual(expected);
  });

  it('take turns for requests outside a load', () => {
    const replicas = over('fixed');
    const placed = [0, 1, 2, 3].map(() => replicas.originOf(ORIGIN, {}).replica);
    expect(placed).toEqual([0, 1, 2, 0]);
  });

  it('leave the choice to the transport for the fewest in flight, with room for the longest host', () => {
    expect(over('least-in-flight').originOf(ORIGIN, { place: 1 })).toEqual({
      host: 'long-name:8001',
      basePath: '',
    });
  });
});
