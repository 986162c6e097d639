import { describe, expect, it } from 'vitest';
import { parseBusAddress } from '../../../src/fleet/bus/bus-address.ts';

describe('the address of a bus', () => {
  it('has a default port or a default scheme', () => {
    const bus = { servers: ['bus:4222'], shown: 'nats://bus:4222', isTls: false };
    expect(parseBusAddress('nats://bus')).toEqual(bus);
    expect(parseBusAddress('bus:4222')).toEqual(bus);
  });

  it('is shown without its secrets', () => {
    const address = parseBusAddress('tls://me:p%40ss@a:1,tls://b:2');
    expect(address).toEqual({
      servers: ['a:1', 'b:2'],
      shown: 'tls://a:1,tls://b:2',
      isTls: true,
      user: 'me',
      password: 'p@ss',
    });
    expect(parseBusAddress('nats://token@a').token).toBe('token');
    expect(parseBusAddress('nats://[::1]:4222').servers).toEqual(['[::1]:4222']);
  });

  it.each([
    '',
    'hush',
    'http://bus:4222',
    'nats://',
    'nats://bus:4222/path',
    'nats://me:hush@bus:x',
    'nats://%zz:hush@bus',
    'nats://"bus"',
  ])('rejects %j without repeating it', (text) => {
    expect(() => parseBusAddress(text)).toThrow('invalid address of the bus');
    expect(() => parseBusAddress(text)).not.toThrow('hush');
  });
});
