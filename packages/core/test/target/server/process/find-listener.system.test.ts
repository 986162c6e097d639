import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../../../src/target/server/session/endpoint.ts';
import { findListener } from '../../../../src/target/server/process/find-listener.ts';
import { useCleanup } from '../../transport/transport-run.ts';
import { RawServer } from '../raw-server.ts';
import { fakeProcOf, ON_8000, socketLine } from './fake-proc.ts';

const onCleanup = useCleanup();

const fakeProc = fakeProcOf(onCleanup);
const ENDPOINT = parseEndpoint('http://127.0.0.1:8000');

describe('the listener of a local port', () => {
  it('is this process when it listens itself', async () => {
    const server = await RawServer.listen(() => {});
    onCleanup(() => server.close());
    expect(await findListener(parseEndpoint(server.url))).toBe(process.pid);
  });

  it('has the listening socket, not a connection to the port', async () => {
    const root = await fakeProc(
      { tcp: [socketLine(ON_8000, '01', 5), socketLine(ON_8000, '0A', 7)] },
      { 10: { parent: 1, inodes: [5] }, 11: { parent: 1, inodes: [3, 7] } },
    );
    expect(await findListener(ENDPOINT, root)).toBe(11);
  });

  it('is found among sockets of IPv6 too', async () => {
    const root = await fakeProc(
      { tcp: [], tcp6: [socketLine('00000000000000000000000000000000:1F40', '0A', 7)] },
      { 11: { parent: 1, inodes: [7] } },
    );
    expect(await findListener(ENDPOINT, root)).toBe(11);
  });

  it('is the parent where workers share its socket', async () => {
    const root = await fakeProc(
      { tcp: [socketLine(ON_8000, '0A', 7)] },
      {
        // Pids begin anew: a parent may have a higher one than its children.
        30: { parent: 90, inodes: [7] },
        90: { parent: 10, inodes: [7] },
        10: { parent: 1, inodes: [] },
        40: { parent: 90, inodes: [7] },
      },
    );
    expect(await findListener(ENDPOINT, root)).toBe(90);
  });

  it('is found when its first thread has ended', async () => {
    const root = await fakeProc(
      { tcp: [socketLine(ON_8000, '0A', 7)] },
      { 11: { parent: 1, inodes: [3, 7], outlivesFirstThread: true } },
    );
    expect(await findListener(ENDPOINT, root)).toBe(11);
  });

  it('is found by the path of a unix socket', async () => {
    const root = await fakeProc(
      {
        unix: [
          '0000000000000000: 00000002 00000000 00010000 0001 01 77 /run/a.sock',
          '0000000000000000: 00000003 00000000 00000000 0001 03 78 /run/a.sock',
        ],
      },
      { 10: { parent: 1, inodes: [78] }, 11: { parent: 1, inodes: [77] } },
    );
    expect(await findListener(parseEndpoint('unix:/run/a.sock'), root)).toBe(11);
  });

  it('is rejected with a reason when nothing listens', async () => {
    const root = await fakeProc({ tcp: [socketLine(ON_8000, '01', 5)] }, {});
    await expect(findListener(ENDPOINT, root)).rejects.toThrow(
      /no process listens on 127.0.0.1:8000/,
    );
  });

  it('is rejected with a reason when its process is not visible', async () => {
    const root = await fakeProc({ tcp: [socketLine(ON_8000, '0A', 7)] }, {});
    await expect(findListener(ENDPOINT, root)).rejects.toThrow(/not visible.*--pid/);
  });

  it('is not searched on other machines', async () => {
    await expect(findListener(parseEndpoint('http://192.0.2.1:80'))).rejects.toThrow(
      /not an address of this machine/,
    );
  });
});
