import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findKernelCaches } from '../../src/collector/kernel-caches.ts';

const TORCH = '/venv/lib/python3.12/site-packages/torch/lib/libtorch_cpu.so';

interface FakeProcess {
  readonly maps: readonly string[];
  readonly environment?: readonly string[];
}

/** A folder like /proc. */
function fakeProc(processes: Readonly<Record<number, FakeProcess>>): string {
  const proc = mkdtempSync(path.join(tmpdir(), 'loadcell-kernels-'));
  onTestFinished(() => rmSync(proc, { recursive: true }));
  for (const [pid, { maps, environment = [] }] of Object.entries(processes)) {
    mkdirSync(path.join(proc, pid));
    const lines = maps.map((file) => `7f00-7f01 r-xp 00000000 fe:00 12        ${file}\n`);
    writeFileSync(
      path.join(proc, pid, 'maps'),
      `7f02-7f03 rw-p 00000000 00:00 0\n${lines.join('')}`,
    );
    writeFileSync(path.join(proc, pid, 'environ'), environment.map((one) => `${one}\0`).join(''));
  }
  return proc;
}

describe('findKernelCaches', () => {
  it('sums the caches of processes that map PyTorch or oneDNN, 1,024 kernels each', async () => {
    const proc = fakeProc({
      7: { maps: [TORCH] },
      8: { maps: ['/usr/lib/libc.so.6'] },
      9: { maps: ['/usr/lib/x86_64-linux-gnu/libdnnl.so.3'] },
    });
    expect(await findKernelCaches([7, 8, 9], proc)).toEqual({ processes: 2, kernels: 2048 });
  });

  it('finds none in processes of other programs', async () => {
    const proc = fakeProc({ 7: { maps: ['/usr/lib/libc.so.6', '/opt/my-libtorch_cpu.so'] } });
    expect(await findKernelCaches([7], proc)).toBeUndefined();
  });

  it.each([
    [['ONEDNN_PRIMITIVE_CACHE_CAPACITY=64'], 64],
    [['DNNL_PRIMITIVE_CACHE_CAPACITY=32'], 32],
    [['DNNL_PRIMITIVE_CACHE_CAPACITY=32', 'ONEDNN_PRIMITIVE_CACHE_CAPACITY=64'], 64],
    [['MY_ONEDNN_PRIMITIVE_CACHE_CAPACITY=64', 'ONEDNN_PRIMITIVE_CACHE_CAPACITY=many'], 1024],
  ])('reads the size of a cache from %j', async (environment, kernels) => {
    const proc = fakeProc({ 7: { maps: [TORCH], environment } });
    expect(await findKernelCaches([7], proc)).toEqual({ processes: 1, kernels });
  });

  it('finds none when the cache is off', async () => {
    const environment = ['ONEDNN_PRIMITIVE_CACHE_CAPACITY=0'];
    const proc = fakeProc({ 7: { maps: [TORCH], environment } });
    expect(await findKernelCaches([7], proc)).toBeUndefined();
  });

  it.each(['/dev/nvidiactl', '/dev/kfd', '/dev/dri/renderD128', '/dev/accel/accel0'])(
    'finds none if one of the processes maps %s',
    async (device) => {
      const proc = fakeProc({ 7: { maps: [TORCH] }, 8: { maps: [TORCH, device] } });
      expect(await findKernelCaches([7, 8], proc)).toBeUndefined();
    },
  );

  it('skips processes that have ended', async () => {
    const proc = fakeProc({ 7: { maps: [TORCH] } });
    expect(await findKernelCaches([7, 8], proc)).toEqual({ processes: 1, kernels: 1024 });
  });

  it('finds none in this process', async () => {
    expect(await findKernelCaches([process.pid])).toBeUndefined();
  });
});
