import {
  createMockServer,
  MockServerError,
  NativeLoadError,
  type MockServerOptions,
} from '@loadcell/native';
import { ConfigError } from '../spec/error/errors.ts';
import { withAdvice } from '../spec/error/with-advice.ts';
import type { MockServer } from './mock-server.ts';
import { startScriptMock } from './script/script-mock.ts';

/**
 * Starts a server with exactly known timing on a separate native thread, to check any client against; on a thread of
 * JavaScript where the native part is missing.
 * Listens on 127.0.0.1 by default.
 * @throws {ConfigError} when it cannot listen at its address, or an option is out of range
 */
export function startMockServer(options: MockServerOptions): MockServer {
  try {
    return createMockServer(options);
  } catch (error) {
    if (error instanceof NativeLoadError) return startScriptMock(options, error.summary);
    if (error instanceof MockServerError || error instanceof RangeError) {
      throw new ConfigError(...withAdvice(error));
    }
    throw error;
  }
}
