import type { TransportFailureKind } from '../../transport/transport-failure.ts';
import type { Endpoint } from '../session/endpoint.ts';

/** Failures that a network without a direct route has. */
const NO_ROUTE: ReadonlySet<TransportFailureKind> = new Set([
  'dns',
  'refused',
  'unreachable',
  'connect-timeout',
]);

const LOOPBACK = /^(?:localhost|127\..*|::1)$/;

/**
 * The variable of a proxy that other programs would use for a server that was not reached; Loadcell never uses one, since
 * it would measure the proxy.
 * @param environment such as `process.env`
 * @returns its name as it is set; undefined without one, and for a server that a proxy would not help to reach
 */
export function ignoredProxy(
  { protocol, hostname, socketPath }: Endpoint,
  kind: TransportFailureKind,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  if (socketPath !== undefined || LOOPBACK.test(hostname) || !NO_ROUTE.has(kind)) return undefined;
  const names = [protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY', 'ALL_PROXY'];
  const set = names
    .flatMap((name) => [name, name.toLowerCase()])
    .find((name) => (environment[name] ?? '') !== '');
  const exempt = environment['NO_PROXY'] ?? environment['no_proxy'] ?? '';
  return set === undefined || isExempt(hostname, exempt) ? undefined : set;
}

/** Whether a list of names and domains, as in `NO_PROXY`, has a host. */
function isExempt(hostname: string, list: string): boolean {
  return list
    .split(',')
    .map((entry) =>
      entry
        .trim()
        .replace(/^\*?\./, '')
        .replace(/:\d+$/, ''),
    )
    .some(
      (name) =>
        name === '*' || (name !== '' && (hostname === name || hostname.endsWith(`.${name}`))),
    );
}
