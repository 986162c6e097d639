import path from 'node:path';
import { isIP, isIPv4 } from 'node:net';
import { readProcText } from '../../process/read-proc-text.ts';

/** Ephemeral ports of this machine. */
export interface PortLimit {
  /** Connections per source address to one address and port; `NaN` where unknown. */
  readonly ports: number;
  /** `32768 to 60999`; empty where unknown. */
  readonly range: string;
}

/** As in `native/src/wire/connection/source_addresses.h`: addresses of 127/8 that the wire uses. */
const LOOPBACK_SOURCES = 64;

/** Reads the ephemeral ports of this machine. @param procDir `/proc`, or its replacement in a test */
export async function readPortLimit(procDir = '/proc'): Promise<PortLimit> {
  const folder = path.join(procDir, 'sys', 'net', 'ipv4');
  const range = await readProcText(path.join(folder, 'ip_local_port_range'));
  const [first = Number.NaN, last = Number.NaN] = (range ?? '').trim().split(/\s+/).map(Number);
  if (Number.isNaN(first) || Number.isNaN(last)) return { ports: Number.NaN, range: '' };
  const reserved = (await readProcText(path.join(folder, 'ip_local_reserved_ports'))) ?? '';
  const taken = reserved
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .map((part) => part.split('-').map(Number))
    .map(([from = 0, to = from]) => Math.max(0, Math.min(to, last) - Math.max(from, first) + 1))
    .reduce((sum, count) => sum + count, 0);
  return { ports: last - first + 1 - taken, range: `${first} to ${last}` };
}

/** Where connections go, and from where. */
export interface Route {
  readonly protocol: 'http:' | 'https:';
  readonly hostname: string;
  readonly socketPath?: string;
  readonly sourceAddresses: readonly string[];
}

/**
 * Number of source addresses for connections to a server: each has its own ports.
 * @returns `Infinity` for a Unix socket; `NaN` for a name, which may have several addresses
 */
export function countSources({ protocol, hostname, socketPath, sourceAddresses }: Route): number {
  if (socketPath !== undefined) return Infinity;
  const family = isIP(hostname);
  if (family === 0) return Number.NaN;
  if (sourceAddresses.length > 0) {
    return sourceAddresses.filter((address) => isIP(address) === family).length;
  }
  return protocol === 'http:' && isIPv4(hostname) && hostname.startsWith('127.')
    ? LOOPBACK_SOURCES
    : 1;
}
