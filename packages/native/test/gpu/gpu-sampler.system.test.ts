import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGpuSampler, type GpuSamplerOptions, type ProcessIdentity } from '../../src/index.ts';
import { waitUntil } from '../support/wait-until.ts';

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
    mkdirSync(join(root, 'proc/self/ns'), { recursive: true });
    symlinkSync('pid:[4026531836]', join(root, 'proc/self/ns/pid'));
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

  /** Living processes with an unknown start. */
  function processes(...pids: number[]): ProcessIdentity[] {
    for (const pid of pids) mkdirSync(join(root, `proc/${pid}`), { recursive: true });
    return pids.map((pid) => ({ pid, startTicks: 0 }));
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

  it('reads NVIDIA devices and their processes of the tree', async () => {
    script('devices 2\nprocesses 4\n');
    const sampler = started();
    sampler.watchProcesses(processes(1000, 1002));
    const { ticks } = sampler.account();
    await waitUntil(() => sampler.account().ticks >= ticks + 4);
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
    expect(new Set(batch.gpuProcess.pid)).toEqual(new Set([1000, 1002]));
    expect(batch.gpuProcess.column('usedBytes')[1]).toBe(3e8);
    expect(batch.gpuTree.column('usedBytes').at(-1)).toBe(4e8);
    expect(batch.gpuTree.column('sharedBytes').at(-1)).toBeNaN();
    expect(devices.map(({ unattributed }) => unattributed)).toEqual(['', '']);
    expect(sampler.problems()).toEqual([]);
    expect(sampler.drain().gpu.count).toBe(0);
  });

  it('reports a tree without a size when the driver lists none', async () => {
    script('processes 2\n');
    const sampler = started();
    sampler.watchProcesses(processes(1001));
    await waitUntil(() => sampler.problems().length > 0);
    sampler.stop();
    expect(sampler.drain().gpuTree.count).toBe(0);
    expect(sampler.problems()).toEqual([expect.stringContaining('without their memory')]);
    expect(sampler.devices()[0]?.unattributed).toContain('without their memory');
  });

  it('attributes nothing by process IDs of another namespace', async () => {
    script('processes 2\n');
    rmSync(join(root, 'proc/self/ns/pid'));
    symlinkSync('pid:[4026532000]', join(root, 'proc/self/ns/pid'));
    const sampler = started();
    sampler.watchProcesses(processes(1000));
    await waitUntil(() => sampler.problems().length > 0);
    sampler.stop();
    const batch = sampler.drain();
    expect([batch.gpuTree.count, batch.gpuProcess.count]).toEqual([0, 0]);
    expect(batch.gpu.count).toBeGreaterThan(0);
    expect(sampler.problems()).toEqual([expect.stringContaining('PID namespace')]);
  });

  it('continues when a GPU is lost, without values and with a reason', async () => {
    const sampler = started();
    await waitUntil(() => sampler.account().ticks >= 2);
    script('lost 1\n');
    await waitUntil(() => sampler.devices()[0]?.problem.includes('GPU is lost') === true);
    sampler.drain();
    // Counted after taking the rows: earlier ticks have no rows left.
    const { ticks } = sampler.account();
    await waitUntil(() => sampler.account().ticks >= ticks + 3);
    sampler.stop();
    expect(sampler.drain().gpu.column('usedBytes').at(-1)).toBeNaN();
    expect(sampler.devices()[0]?.usedBytes.last).toBe(1e9);
  });

  it('detaches a thread whose driver hangs, and reports it', async () => {
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

  it('reads AMD devices and the memory of watched processes', async () => {
    write('sys/pci/0000:03:00.0/mem_info_vram_used', '4096\n');
    write('sys/pci/0000:03:00.0/mem_info_vram_total', '8192\n');
    mkdirSync(join(root, 'sys/class/drm/card0'), { recursive: true });
    symlinkSync('../../../pci/0000:03:00.0', join(root, 'sys/class/drm/card0/device'));
    mkdirSync(join(root, 'proc/42/fd'), { recursive: true });
    symlinkSync('/dev/dri/renderD128', join(root, 'proc/42/fd/3'));
    write('sys/pci/0000:03:00.0/mem_info_gtt_used', '512\n');
    const client = 'drm-pdev: 0000:03:00.0\ndrm-client-id: 1\ndrm-memory-vram: 2 KiB\n';
    write('proc/42/fdinfo/3', `${client}drm-memory-gtt: 1 MiB\n`);
    const sampler = started({ nvmlPath: false });
    sampler.watchProcesses([...processes(42), { pid: 43, startTicks: 7 }]);
    const rows: [number, number, number | undefined][] = [];
    let onDevice = 0;
    let ofSystem = 0;
    await waitUntil(() => {
      const { gpuProcess, gpuTree, gpuSystem } = sampler.drain();
      onDevice = gpuTree.column('deviceBytes')[0] ?? onDevice;
      ofSystem = gpuSystem.column('usedBytes')[0] ?? ofSystem;
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
    expect(rows[0]).toEqual([42, 0, 2048 + 2 ** 20]);
    expect({ onDevice, ofSystem }).toEqual({ onDevice: 2048, ofSystem: 512 });
    const [device] = sampler.devices();
    expect(device).toMatchObject({ vendor: 'amd', id: '0000:03:00.0' });
    expect(device?.usedBytes.last).toBe(4096);
    expect(device?.powerWatts.count).toBe(0);
    expect(sampler.missing()).toEqual([]);
  });

  it('works without any GPU and lists what it searched for', async () => {
    const sampler = started({ nvmlPath: join(built, 'nothing.so') });
    await waitUntil(() => sampler.account().ticks >= 1);
    sampler.stop();
    sampler.stop();
    expect(sampler.devices()).toEqual([]);
    expect(sampler.missing()).toEqual([expect.stringContaining('nothing.so')]);
    expect(sampler.problems()).toEqual([]);
  });

  it('rejects options out of range', () => {
    expect(() => createGpuSampler({ periodNs: 1 })).toThrow(/periodNs/);
    expect(() => createGpuSampler({ ringSlots: 3 })).toThrow(/ringSlots/);
    const sampler = createGpuSampler();
    expect(() => sampler.watchProcesses([{ pid: 0, startTicks: 0 }])).toThrow(/pids/);
    expect(() => sampler.watchProcesses([{ pid: 1, startTicks: -1 }])).toThrow(/startTicks/);
  });
});
