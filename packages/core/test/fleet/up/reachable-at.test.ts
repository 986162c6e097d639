import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from 'vitest';
import { isLoopback, reachableAt } from '../../../src/fleet/up/reachable-at.ts';

function address(text: string, internal = false): NetworkInterfaceInfo {
  const shared = { address: text, netmask: '', mac: '', internal, cidr: null };
  return text.includes(':')
    ? { ...shared, family: 'IPv6', scopeid: 0 }
    : { ...shared, family: 'IPv4' };
}

const INTERFACES = {
  lo: [address('127.0.0.1', true), address('::1', true)],
  eth0: [address('fe80::1'), address('10.0.0.4'), address('fd00::4')],
};

it('keeps an address that is one', () => {
  expect(reachableAt('192.0.2.1', INTERFACES)).toBe('192.0.2.1');
});

it('replaces all addresses by the first that other machines can use', () => {
  expect(reachableAt('0.0.0.0', INTERFACES)).toBe('10.0.0.4');
  expect(reachableAt('::', INTERFACES)).toBe('fd00::4');
});

it('falls back to loopback where the machine has no other address', () => {
  expect(reachableAt('0.0.0.0', { lo: INTERFACES.lo })).toBe('127.0.0.1');
  expect(reachableAt('::', {})).toBe('::1');
});

it('recognizes loopback', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1', '10.0.0.4'].map(isLoopback)).toEqual([
    true,
    true,
    true,
    false,
  ]);
});
