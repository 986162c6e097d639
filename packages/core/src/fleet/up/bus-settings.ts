import { isIP } from 'node:net';
import { ConfigError } from '../../spec/error/errors.ts';

/** Where a bus listens, and who may use it. */
export interface BusSettings {
  /** IP address. */
  readonly bind: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Of JetStream and of the file that names the port. */
  readonly folder: string;
}

const HIGHEST_PORT = 65_535;

/** @throws {ConfigError} when the address or the port is invalid */
export function checkPlace(bind: string, port: number): void {
  if (isIP(bind) === 0) {
    throw new ConfigError(`invalid address "${bind}": expected an IP address`, {
      help: 'pass an address of this machine, such as --bind 10.0.0.4; ip address lists them',
    });
  }
  if (!Number.isInteger(port) || port < 0 || port > HIGHEST_PORT) {
    throw new ConfigError(`invalid port "${port}": expected 0 to ${HIGHEST_PORT}`, {
      help: 'pass --port 4222, or 0 for any free port',
    });
  }
}

/** Address and port as in a URL. */
export function placeOf(bind: string, port: number): string {
  return isIP(bind) === 6 ? `[${bind}]:${port}` : `${bind}:${port}`;
}

/** The configuration file of nats-server. It contains the password: only its owner may read it. */
export function renderBusSettings({ bind, port, user, password, folder }: BusSettings): string {
  // Its syntax takes JSON strings; port -1 is any free one.
  const text = JSON.stringify;
  return `${[
    `host: ${text(bind)}`,
    `port: ${port === 0 ? -1 : port}`,
    `ports_file_dir: ${text(folder)}`,
    `jetstream { store_dir: ${text(`${folder}/stored`)} }`,
    `authorization { user: ${text(user)}, password: ${text(password)} }`,
  ].join('\n')}\n`;
}
