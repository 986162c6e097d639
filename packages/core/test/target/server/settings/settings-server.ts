import type { ServerSettings } from '../../../../src/spec/server-settings.ts';
import type { HttpTargetOptions } from '../../../../src/target/server/http-target-options.ts';
import { readRecorded, type RecordedServer } from '../../codec/fixture.ts';
import type { useCleanup } from '../../transport/transport-run.ts';
import { RawServer, response, type RawRequest } from '../raw-server.ts';
import { targetFor } from '../target-for.ts';

/** Behavior of a path without a response: nothing, or a broken connection. */
type Fault = 'silent' | 'broken';

/** Response of a path: JSON, or plain text. Other paths do not exist. */
export type Pages = Readonly<Record<string, unknown>>;

/** The body of a recorded response. */
export function recordedText(server: RecordedServer, name: string): string {
  return readRecorded(name, server).body.toString('utf8');
}

/** Starts a server with some pages and reads its settings, as a phase does. */
export function settingsReader(onCleanup: ReturnType<typeof useCleanup>) {
  return async (
    pages: Pages,
    change: Partial<HttpTargetOptions> = {},
    faults: Readonly<Record<string, Fault>> = {},
  ): Promise<{ readonly found: ServerSettings; readonly requests: readonly RawRequest[] }> => {
    const server = await RawServer.listen(({ path }, socket) => {
      if (faults[path] === 'broken') socket.destroy();
      if (faults[path] !== undefined) return;
      const page = pages[path];
      if (page === undefined) socket.write(response(404, '{"detail":"Not Found"}'));
      else socket.write(response(200, typeof page === 'string' ? page : JSON.stringify(page)));
    });
    onCleanup(() => server.close());
    const target = targetFor(server.url, change);
    onCleanup(() => target.stop());
    await target.start();
    const asked = server.requests.length;
    const found = await target.readSettings();
    return { found, requests: server.requests.slice(asked) };
  };
}
