import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/**
 * An address that other machines can use: the given one, or for one that means all addresses the first of this machine
 * that is not loopback.
 * @param interfaces of this machine
 */
export function reachableAt(
  bind: string,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces(),
): string {
  const loopback = LOOPBACK[bind];
  if (loopback === undefined) return bind;
  const family = bind === '::' ? 'IPv6' : 'IPv4';
  const found = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    // An address of one link needs the name of the interface, too.
    .find((one) => !one.internal && one.family === family && !one.address.startsWith('fe80:'));
  return found?.address ?? loopback;
}

/** Whether only this machine reaches an address. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
