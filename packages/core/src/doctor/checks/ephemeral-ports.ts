import { readPortLimit } from '../../target/transport/limits/port-limit.ts';
import type { Check } from '../check.ts';

/** Enough for a thousand connections. */
const COMFORTABLE_PORTS = 1024;

/** There are enough ephemeral ports: each connection from one address to one server needs one. */
export const ephemeralPortsCheck: Check = {
  name: 'ephemeral ports',
  purposes: ['server', 'command'],
  run: async ({ procDir }) => {
    const { ports, range } = await readPortLimit(procDir);
    if (Number.isNaN(ports)) {
      return {
        status: 'note',
        found: 'range unknown: not readable in /proc/sys/net/ipv4',
        remedy: 'loads with many connections may run out of ports; the run reports it',
      };
    }
    const found = `${ports} per source address and server (${range})`;
    if (ports >= COMFORTABLE_PORTS) return { status: 'ok', found };
    return {
      status: 'warning',
      found,
      remedy: 'widen the range: sysctl -w net.ipv4.ip_local_port_range="32768 60999"',
    };
  },
};
