import { isIP } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { NodeConnectionOptions } from '@nats-io/transport-node';
import type { BusAddress } from '../bus-address.ts';
import type { TlsFiles } from './bus-files.ts';

/** The name that a certificate is checked for when the server has only an IP address. */
const WITHOUT_NAME = 'localhost';

/** Options of a connection with TLS; none for one without. */
export function tlsOf({ isTls, servers }: BusAddress, files: TlsFiles): NodeConnectionOptions {
  if (!isTls && Object.keys(files).length === 0) return {};
  return { tls: { ...files, ...identityOf(servers.map(hostOf)) } };
}

/** The client of NATS passes no IP address on to the check of a certificate, which then expects the name localhost. */
function identityOf(hosts: readonly string[]): {
  readonly checkServerIdentity?: typeof checkServerIdentity;
} {
  const addresses = hosts.filter((host) => isIP(host) !== 0);
  if (addresses.length === 0 || hosts.includes(WITHOUT_NAME)) return {};
  return {
    checkServerIdentity: (name: string, certificate: PeerCertificate) => {
      if (name !== WITHOUT_NAME) return checkServerIdentity(name, certificate);
      const faults = addresses.map((address) => checkServerIdentity(address, certificate));
      return faults.includes(undefined) ? undefined : faults[0];
    },
  };
}

/** The host of `HOST:PORT`, an IPv6 address without its brackets. */
function hostOf(server: string): string {
  return server.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}
