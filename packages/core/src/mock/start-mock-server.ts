import {
  createMockServer,
  MockServerError,
  type MockServerOptions,
  type NativeMockServer,
} from '@loadcell/native';
import { ConfigError } from '../spec/error/errors.ts';

/** A server of known timing that runs; `stop()` ends it. */
export type MockServer = Pick<NativeMockServer, 'url' | 'port' | 'account' | 'stop'>;

/**
 * Starts a server whose timing is known exactly, on a native thread of its own: anyone can check any client with it.
 * It listens on 127.0.0.1 unless told otherwise.
 * @throws {ConfigError} when it cannot listen where it should, or an option is out of range
 */
export function startMockServer(options: MockServerOptions): MockServer {
  try {
    return createMockServer(options);
  } catch (error) {
    if (error instanceof MockServerError || error instanceof RangeError) {
      throw new ConfigError(error.message, { cause: error });
    }
    throw error;
  }
}
