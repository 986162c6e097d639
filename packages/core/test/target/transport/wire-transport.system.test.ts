import { afterEach, describe, expect, it, vi } from 'vitest';
import { WireTransport } from '../../../src/target/transport/wire-transport.ts';
import { RawServer, response } from '../server/raw-server.ts';
import { describeTransportConformance } from './conformance.ts';
import { optionsFor, TransportRun, useCleanup } from './transport-run.ts';

const make = (...args: ConstructorParameters<typeof WireTransport>): WireTransport =>
  new WireTransport(...args);

describeTransportConformance('the native wire', make);

describe('how often the native wire is asked for records', () => {
  const onCleanup = useCleanup();

  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Periods of the timers that a load sets, ms. */
  async function periods(...requests: readonly { isUnawaited?: boolean; path?: string }[]) {
    const server = await RawServer.listen((_request, socket) => socket.write(response(200, 'x')));
    onCleanup(() => server.close());
    const run = new TransportRun(make, optionsFor(server.url));
    onCleanup(() => run.transport.close());
    await run.transport.open(2);
    const spy = vi.spyOn(globalThis, 'setInterval');
    run.stage(...requests);
    await run.untilOver(requests.length);
    return spy.mock.calls.map(([, periodMs]) => periodMs);
  }

  it('is every 2 ms while the end of any request is awaited', async () => {
    expect((await periods({ isUnawaited: true }, {}))[0]).toBe(2);
  });

  it('is every 100 ms while none is', async () => {
    expect(await periods({ isUnawaited: true }, { isUnawaited: true })).toEqual([100]);
  });
});
