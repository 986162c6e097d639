import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../../src/spec/error/errors.ts';
import { parseEndpoint } from '../../../../src/target/server/session/endpoint.ts';
import { confirmListener } from '../../../../src/target/server/process/confirm-listener.ts';
import { useCleanup } from '../../transport/transport-run.ts';
import { RawServer } from '../raw-server.ts';
import { fakeProcOf, ON_8000, socketLine } from './fake-proc.ts';

const onCleanup = useCleanup();
const fakeProc = fakeProcOf(onCleanup);

const ENDPOINT = parseEndpoint('http://127.0.0.1:8000');
const LISTENS = { tcp: [socketLine(ON_8000, '0A', 7)] };

describe('a process that is named as the server', () => {
  it('is confirmed when it listens itself', async () => {
    const server = await RawServer.listen(() => {});
    onCleanup(() => server.close());
    expect(await confirmListener(parseEndpoint(server.url), process.pid)).toBeUndefined();
  });

  it('is confirmed when a process that descends from it listens', async () => {
    const root = await fakeProc(LISTENS, {
      5: { parent: 1, inodes: [] },
      6: { parent: 5, inodes: [] },
      9: { parent: 6, inodes: [7] },
    });
    expect(await confirmListener(ENDPOINT, 5, root)).toBeUndefined();
  });

  it.each([
    ['unrelated', 40],
    ['a child of the one that listens', 10],
  ])('is refused when it is %s', async (_what, pid) => {
    const root = await fakeProc(LISTENS, {
      9: { parent: 1, inodes: [7] },
      10: { parent: 9, inodes: [] },
      40: { parent: 1, inodes: [3] },
    });
    const refused = confirmListener(ENDPOINT, pid, root);
    await expect(refused).rejects.toBeInstanceOf(ConfigError);
    await expect(refused).rejects.toMatchObject({
      summary: `--pid ${pid} is not the server: PID 9 listens on 127.0.0.1:8000`,
      help: 'pass --pid 9, or --pid auto',
    });
  });

  it('is left unconfirmed when the listener is hidden, absent or on another machine', async () => {
    const processes = { 5: { parent: 1, inodes: [] } };
    const hidden = await fakeProc(LISTENS, processes);
    expect(await confirmListener(ENDPOINT, 5, hidden)).toMatch(
      /another user or runs in a container/,
    );
    const absent = await fakeProc({ tcp: [] }, processes);
    expect(await confirmListener(ENDPOINT, 5, absent)).toMatch(/no process listens there/);
    const remote = parseEndpoint('http://192.0.2.1:80');
    expect(await confirmListener(remote, 5, absent)).toMatch(/not an address of this machine/);
  });

  it('is left unconfirmed in another network namespace', async () => {
    const root = await fakeProc(LISTENS, {
      5: { parent: 1, inodes: [], network: 2 },
      9: { parent: 1, inodes: [7] },
    });
    expect(await confirmListener(ENDPOINT, 5, root)).toMatch(/another network namespace/);
  });
});
