import { describe, expect, it } from 'vitest';
import { findPortOwner } from '../../../../src/target/server/process/port-owner.ts';
import { useCleanup } from '../../transport/transport-run.ts';
import { RawServer } from '../raw-server.ts';
import { fakeProcOf, ON_8000, socketLine } from './fake-proc.ts';

const onCleanup = useCleanup();

const fakeProc = fakeProcOf(onCleanup);

/** A process of another network namespace that listens on the port. */
function inContainer(network: number, inode: number) {
  return { parent: 1, inodes: [inode], network, tcp: [socketLine(ON_8000, '0A', inode)] };
}

describe('the owner of a port', () => {
  it('is this process when it listens itself', async () => {
    const server = await RawServer.listen(() => {});
    onCleanup(() => server.close());
    const port = Number(new URL(server.url).port);
    expect(await findPortOwner(port)).toEqual({ kind: 'found', pid: process.pid });
  });

  it('is the ancestor of those that share its socket, even with a process between', async () => {
    const root = await fakeProc(
      { tcp: [socketLine(ON_8000, '0A', 7)] },
      {
        90: { parent: 1, inodes: [7] },
        91: { parent: 90, inodes: [] },
        92: { parent: 91, inodes: [7] },
      },
    );
    expect(await findPortOwner(8000, root)).toEqual({ kind: 'found', pid: 90 });
  });

  it('is searched in this network namespace first', async () => {
    const root = await fakeProc(
      { tcp: [socketLine(ON_8000, '0A', 7)] },
      { 11: { parent: 1, inodes: [7] }, 12: inContainer(2, 8) },
    );
    expect(await findPortOwner(8000, root)).toEqual({ kind: 'found', pid: 11 });
  });

  it('is found in another network namespace, such as that of a container', async () => {
    const root = await fakeProc(
      { tcp: [] },
      { 11: { parent: 1, inodes: [] }, 12: inContainer(2, 8) },
    );
    expect(await findPortOwner(8000, root)).toEqual({ kind: 'found', pid: 12 });
  });

  it('is not one process when two network namespaces have one each', async () => {
    const root = await fakeProc({ tcp: [] }, { 12: inContainer(2, 8), 13: inContainer(3, 9) });
    expect(await findPortOwner(8000, root)).toEqual({ kind: 'several', pids: [12, 13] });
  });

  it('is not one process when unrelated processes share the port', async () => {
    const root = await fakeProc(
      { tcp: [socketLine(ON_8000, '0A', 7), socketLine(ON_8000, '0A', 8)] },
      { 11: { parent: 1, inodes: [7] }, 12: { parent: 1, inodes: [8] } },
    );
    expect(await findPortOwner(8000, root)).toEqual({ kind: 'several', pids: [11, 12] });
  });

  it('is hidden when its process is not visible', async () => {
    const root = await fakeProc({ tcp: [socketLine(ON_8000, '0A', 7)] }, {});
    expect(await findPortOwner(8000, root)).toEqual({ kind: 'hidden' });
  });

  it('is none when nothing listens there', async () => {
    const root = await fakeProc(
      { tcp: [socketLine(ON_8000, '01', 7)] },
      { 12: { parent: 1, inodes: [7] } },
    );
    expect(await findPortOwner(8000, root)).toEqual({ kind: 'none' });
  });
});
