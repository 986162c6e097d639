import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGpuSampler, type GpuSamplerOptions } from '../../src/index.ts';
import { waitUntil } from '../wait-until.ts';

const FAST = { periodNs: 2_000_000, processesPeriodNs: 4_000_000 };
const source = fileURLToPath(
  new URL('../../../../native/test/fake_nvml/fake_nvml.cc', import.meta.url),
);

describe('a GPU sampler', () => {
  let built = '';
  let root = '';
  beforeAll(() => {
    built = mkdtempSync(join(tmpdir(), 'loadcell-nvml-'));
    const flags = ['-xc++', '-std=c++20', '-shared', '-fPIC', '-fvisibility=hidden'];
    const compiled = spawnSync('cc', [...flags, '-o', join(built, 'fake.so'), source, '-lstdc++']);
    if (compiled.status !== 0) throw new Error(compiled.stderr.toString());
  });
  afterAll(() => rmSync(built, { recursive: true }));
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'loadcell-gpu-'));
    // The library reads its script at every call, in this process's environment.
    process.env['LOADCELL_FAKE_NVML'] = join(root, 'script');
    script('');
  });
  afterEach(() => {
    delete process.env['LOADCELL_FAKE_NVML'];
    rmSync(root, { recursive: true });
  });

  function script(text: string): void {
    writeFileSync(join(root, 'next'), text);
    renameSync(join(root, 'next'), join(root, 'script'));
  }

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  function started(options: GpuSamplerOptions = {}) {
    const sampler = createGpuSampler({
      nvmlPath: join(built, 'fake.so'),
      sysRoot: join(root, 'sys'),
      procRoot: join(root, 'proc'),
      ...FAST,
      ...options,
    });
    sampler.start();
    return sampler;
  }

  it('reads NVIDIA devices and their processes', async () => {
    script('devices 2\nprocesses 3\n');
    const sampler = started();
    await waitUntil(() => sampler.account().ticks >= 4);
    sampler.stop();
    const devices = sampler.devices();
    expect(devices.map(({ id, name, problem }) => ({ id, name, problem }))).toEqual([
      { id: 'GPU-1', name: 'Fake GPU', problem: '' },
      { id: 'GPU-2', name: 'Fake GPU', problem: '' },
    ]);
    expect(devices[1]).toMatchObject({ device: 1, vendor: 'nvidia' });
    expect(devices[1]?.usedBytes.peak).toBe(1e9);
    expect(devices[1]?.energyJoules.last).toBe(123.456);
    expect(sampler.missing()).toEqual([]);
    const batch = sampler.drain();
    expect(batch.gpu.count).toBe(2 * sampler.account().ticks);
    expect(new Set(batch.gpu.source)).toEqual(new Set([0, 1]));
    expect(batch.gpu.column('powerWatts').at(-1)).toBe(250.5);
    expect(batch.gpuClocks.column('coreClockHz').at(-1)).toBe(1980e6);
    expect(new Set(batch.gpuProcess.pid)).toEqual(new Set([1000, 1001, 1002]));
    expect(batch.gpuProcess.column('usedBytes')[2]).toBe(3e8);
    expect(batch.gpuProcess.column('usedBytes')[1]).toBeNaN();
    expect(sampler.drain().gpu.count).toBe(0);
  });

  it('goes on when a GPU is lost, without values and with the reason', async () => {
    const sampler = started();
    await waitUntil(() => sampler.account().ticks >= 2);
    script('lost 1\n');
    await waitUntil(() => sampler.devices()[0]?.problem.includes('GPU is lost') === true);
    sampler.drain();
    // Counted after the rows were taken: ticks of before would be no rows any more.
    const { ticks } = sampler.account();
    await waitUntil(() => sampler.account().ticks >= ticks + 3);
    sampler.stop();
    expect(sampler.drain().gpu.column('usedBytes').at(-1)).toBeNaN();
    expect(sampler.devices()[0]?.usedBytes.last).toBe(1e9);
  });

  it('leaves a driver behind that hangs, and says so', async () => {
    const sampler = started();
    await waitUntil(() => sampler.account().ticks >= 2);
    script('hang 1\n');
    const nowNs = () => Number(process.hrtime.bigint());
    await waitUntil(() => nowNs() - sampler.account().readingSinceNs > 20e6);
    sampler.stop();
    expect(sampler.account().wasLeftBehind).toBe(true);
    const { ticks } = sampler.account();
    sampler.drain();
    script('');
    await waitUntil(() => sampler.account().ticks > ticks);
    expect(sampler.drain().gpu.count).toBe(0);
  });

  it('reads AMD devices, and the memory of the processes that it is told to watch', async () => {
    write('sys/pci/0000:03:00.0/mem_info_vram_used', '4096\n');
    write('sys/pci/0000:03:00.0/mem_info_vram_total', '8192\n');
    mkdirSync(join(root, 'sys/class/drm/card0'), { recursive: true });
    symlinkSync('../../../pci/0000:03:00.0', join(root, 'sys/class/drm/card0/device'));
    mkdirSync(join(root, 'proc/42/fd'), { recursive: true });
    symlinkSync('/dev/dri/renderD128', join(root, 'proc/42/fd/3'));
    write('proc/42/fdinfo/3', 'drm-pdev: 0000:03:00.0\ndrm-client-id: 1\ndrm-memory-vram: 2 KiB\n');
    const sampler = started({ nvmlPath: false });
    sampler.watchProcesses([42, 43]);
    const rows: [number, number, number | undefined][] = [];
    await waitUntil(() => {
      const { gpuProcess } = sampler.drain();
      if (gpuProcess.count > 0) {
        rows.push([
          gpuProcess.pid[0] ?? 0,
          gpuProcess.source[0] ?? -1,
          gpuProcess.column('usedBytes')[0],
        ]);
      }
      return rows.length > 0;
    });
    sampler.stop();
    expect(rows[0]).toEqual([42, 0, 2048]);
    const [device] = sampler.devices();
    expect(device).toMatchObject({ vendor: 'amd', id: '0000:03:00.0' });
    expect(device?.usedBytes.last).toBe(4096);
    expect(device?.powerWatts.count).toBe(0);
    expect(sampler.missing()).toEqual([]);
  });

  it('is content without any GPU, and says what it looked for', async () => {
    const sampler = started({ nvmlPath: join(built, 'nothing.so') });
    await waitUntil(() => sampler.account().ticks >= 1);
    sampler.stop();
    sampler.stop();
    expect(sampler.devices()).toEqual([]);
    expect(sampler.missing()).toEqual([expect.stringContaining('nothing.so')]);
  });

  it('refuses options out of range', () => {
    expect(() => createGpuSampler({ periodNs: 1 })).toThrow(/periodNs/);
    expect(() => createGpuSampler({ ringSlots: 3 })).toThrow(/ringSlots/);
    expect(() => createGpuSampler().watchProcesses([0])).toThrow(/pids/);
  });
});
