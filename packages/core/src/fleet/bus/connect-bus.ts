import type { Bus, BusOptions } from './bus.ts';

/**
 * Connects to the bus. The client of NATS is loaded here, so that other commands start without it.
 * @throws {ConfigError} when the address is invalid, or a file of credentials cannot be read
 * @throws {LoadcellError} BUS when the bus is not reached within `connectMs`, refuses the credentials, has no JetStream, or
 * is too old
 */
export async function connectBus(options: BusOptions): Promise<Bus> {
  const { NatsBus } = await import('./nats/nats-bus.ts');
  return await NatsBus.connect(options);
}
