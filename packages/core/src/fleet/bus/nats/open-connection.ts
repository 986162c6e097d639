import {
  connect,
  credsAuthenticator,
  nkeyAuthenticator,
  type Authenticator,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';
import { ConfigError } from '../../../spec/error/errors.ts';
import type { BusAddress } from '../bus-address.ts';
import type { BusOptions } from '../bus.ts';
import { unlessAborted } from '../bounded-wait.ts';
import { readSecret, readTlsFiles } from './bus-files.ts';
import { tlsOf } from './tls-options.ts';
import { refuseStrangers } from './refuse-strangers.ts';

/** Time limit for the first connection, ms. */
const CONNECT_MS = 10_000;
/** A connection without reply to two pings is given up and made again, ms per ping. */
const PING_MS = 3000;
const RECONNECT_MS = 500;

/**
 * Opens the connection, which reconnects until it is closed.
 * @throws {ConfigError} when a file cannot be read: the bus is not reached then; the reason of an aborted signal
 */
export async function openConnection(
  address: BusAddress,
  options: BusOptions,
): Promise<NatsConnection> {
  const timeout = options.connectMs ?? CONNECT_MS;
  const secrets = await authOf(address, options);
  const files = await readTlsFiles(options);
  await refuseStrangers(address, timeout, options.signal);
  const connecting = connect({
    servers: [...address.servers],
    name: options.clientName,
    timeout,
    pingInterval: PING_MS,
    maxPingOut: 2,
    // Who uses the bus closes it after too long a time without connection.
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_MS,
    reconnectJitter: RECONNECT_MS / 5,
    // A bus restarts with its users loaded a moment later.
    ignoreAuthErrorAbort: false,
    noAsyncTraces: true,
    ...secrets,
    ...tlsOf(address, files),
  });
  const { signal } = options;
  if (signal === undefined) return await connecting;
  try {
    return await unlessAborted(connecting, signal);
  } catch (error) {
    // A connection that opens too late is closed.
    connecting.then(
      (late) => late.close(),
      () => {},
    );
    throw error;
  }
}

async function authOf(
  { user, password, token }: BusAddress,
  { credsFile, nkeyFile }: BusOptions,
): Promise<NodeConnectionOptions> {
  const authenticator = await authenticatorOf(credsFile, nkeyFile);
  if (authenticator !== undefined) return { authenticator };
  if (token !== undefined) return { token };
  if (user === undefined || password === undefined) return {};
  return { user, pass: password };
}

async function authenticatorOf(
  credsFile: string | undefined,
  nkeyFile: string | undefined,
): Promise<Authenticator | undefined> {
  if (credsFile !== undefined) {
    const creds = await readSecret('--bus-creds', credsFile);
    if (/-BEGIN [^\n]*JWT-[^]*-BEGIN [^\n]*SEED-/.test(new TextDecoder().decode(creds))) {
      return credsAuthenticator(creds);
    }
    throw new ConfigError('--bus-creds: the file holds no credentials of a user', {
      help: 'pass the file that nsc generate creds writes',
    });
  }
  if (nkeyFile === undefined) return undefined;
  const seed = new TextDecoder().decode(await readSecret('--bus-nkey', nkeyFile)).trim();
  if (!/^SU[A-Z2-7]+$/.test(seed)) {
    throw new ConfigError('--bus-nkey: the file holds no seed of a user', {
      help: 'pass a file with one line that starts with SU',
    });
  }
  return nkeyAuthenticator(new TextEncoder().encode(seed));
}
