import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import type { Measurement } from '../../../src/metric/measure/measurement.ts';
import { metricNamed } from '../../../src/metric/registry.ts';
import type { GpuInventory, GpuDescription } from '../../../src/spec/quality/gpu-inventory.ts';
import { MIB, PhaseBuilder } from '../../stream/built/phase-builder.ts';

function measured(name: string, builder: PhaseBuilder): Measurement {
  return measure(metricNamed(name), builder.build(1000));
}

function phase(): PhaseBuilder {
  return new PhaseBuilder('p').memory({ fromMs: 0, toMs: 1000, rssBytes: 50 * MIB });
}

const H100: GpuDescription = {
  device: 0,
  vendor: 'nvidia',
  name: 'H100',
  id: 'GPU-1',
  problem: '',
  unattributed: '',
};

/** What was found of GPUs, at the end of the phase. */
function found(builder: PhaseBuilder, account: Partial<GpuInventory>): PhaseBuilder {
  return builder.event(1000, (place) => ({
    kind: 'gpu-inventory',
    ...place,
    isOpen: true,
    devices: [],
    problems: [],
    ...account,
  }));
}

describe('gpuMemory', () => {
  it('is that of the process tree where the driver reports it', () => {
    const tree = phase()
      .surveyed('gpu.usedBytes', 0, 900 * MIB, 0)
      .surveyed('gpuProcess.usedBytes', 0, 300 * MIB)
      .surveyed('gpuTree.usedBytes', 0, 300 * MIB, 0)
      .surveyed('gpuTree.deviceBytes', 0, 300 * MIB, 0);
    expect(measured('gpuMemory', tree)).toMatchObject({
      max: 300 * MIB,
      note: 'of the process tree',
    });
  });

  it('is 0 from when the tree gave its memory back, and when it never had any', () => {
    const given = phase()
      .surveyed('gpuTree.usedBytes', 0, 400 * MIB, 0)
      .surveyed('gpuTree.usedBytes', 250, 0, 0);
    expect(measured('gpuMemory', given)).toMatchObject({ max: 400 * MIB, min: 0, avg: 100 * MIB });
    const stranger = phase()
      .surveyed('gpu.usedBytes', 0, 900 * MIB, 0)
      .surveyed('gpuTree.usedBytes', 0, 0, 0);
    expect(measured('gpuMemory', stranger).max).toBe(0);
  });

  it('sums devices, with system memory and shared memory in the note', () => {
    const builder = phase();
    for (const [atMs, bytes] of [
      [0, 0],
      [500, 24 * 1024 * MIB],
    ] as const) {
      builder
        .surveyed('gpuTree.usedBytes', atMs, bytes + 5 * MIB, 0, 0)
        .surveyed('gpuTree.deviceBytes', atMs, 5 * MIB, 0, 0)
        .surveyed('gpuTree.sharedBytes', atMs, 2 * MIB, 0, 0)
        .surveyed('gpuTree.usedBytes', atMs, 10 * MIB, 0, 1)
        .surveyed('gpuTree.deviceBytes', atMs, 10 * MIB, 0, 1);
    }
    const { max, note } = measured('gpuMemory', builder);
    expect(max).toBe((24 * 1024 + 15) * MIB);
    expect(note).toBe(
      'of the process tree; over 2 devices; at the peak 15.0 MiB on the device and 24.0 GiB in system memory; ' +
        'includes 2.0 MiB shared between clients of the driver, counted in each',
    );
  });

  it('names the devices that it excludes', () => {
    const builder = phase().surveyed('gpuTree.usedBytes', 0, MIB, 0);
    const other = { ...H100, device: 1, unattributed: 'the driver is old' };
    const { note } = measured('gpuMemory', found(builder, { devices: [H100, other] }));
    expect(note).toContain('excludes devices that do not report it (the driver is old)');
  });

  it('is that of the whole device where no driver distinguishes processes, with the reason', () => {
    const device = () =>
      phase()
        .surveyed('gpu.usedBytes', 0, 900 * MIB, 0)
        .surveyed('gpu.usedBytes', 500, 800 * MIB, 0);
    expect(measured('gpuMemory', device())).toMatchObject({
      max: 900 * MIB,
      note: 'of the whole device: the driver does not report the memory of processes',
    });
    const devices = [{ ...H100, unattributed: 'this is a container' }];
    expect(measured('gpuMemory', found(device(), { devices })).note).toBe(
      'of the whole device: this is a container',
    );
    const integrated = device().surveyed('gpuSystem.usedBytes', 0, 100 * MIB, 0);
    expect(measured('gpuMemory', integrated)).toMatchObject({
      max: 1000 * MIB,
      note: expect.stringContaining('includes the system memory that it uses'),
    });
  });

  it('is that of devices where the tree holds nothing on the only one that reports it', () => {
    const builder = phase()
      .surveyed('gpuTree.usedBytes', 0, 0, 0, 1)
      .surveyed('gpu.usedBytes', 0, 900 * MIB, 0, 0)
      .surveyed('gpu.usedBytes', 0, MIB, 0, 1);
    const devices = [
      { ...H100, unattributed: 'this is a container' },
      { ...H100, device: 1 },
    ];
    expect(measured('gpuMemory', found(builder, { devices }))).toMatchObject({
      max: 901 * MIB,
      note: 'over 2 devices; of the whole device: this is a container',
    });
  });

  it('sums whole devices', () => {
    const devices = phase();
    for (const atMs of [0, 500]) {
      devices
        .surveyed('gpu.usedBytes', atMs, 900 * MIB, 0, 0)
        .surveyed('gpu.usedBytes', atMs, 100 * MIB, 0, 1);
    }
    const { max, note } = measured('gpuMemory', devices);
    expect(max).toBe(1000 * MIB);
    expect(note).toContain('over 2 devices');
  });

  it('takes the rows of sampled processes in recordings without a sum of the tree', () => {
    const split = phase().surveyed('gpuProcess.usedBytes', 0, 900 * MIB, 4711);
    for (const atMs of [0, 500, 1000]) {
      split
        .surveyed('gpuProcess.usedBytes', atMs, 300 * MIB, 42, 0)
        .surveyed('gpuProcess.usedBytes', atMs, 200 * MIB, 42, 1);
    }
    expect(measured('gpuMemory', split)).toMatchObject({ max: 500 * MIB, min: 500 * MIB });
  });
});

describe('metrics of a GPU without values', () => {
  const NAMES = [
    'gpuMemory',
    'gpuUtilization',
    'gpuPower',
    'gpuTemperature',
    'energyPerToken',
  ] as const;

  it.each<[string, Partial<GpuInventory> | undefined]>([
    ['no GPU readings', undefined],
    ['no GPU found', {}],
    ['the GPU driver did not respond during sampling', { isOpen: false }],
    [
      'no GPU is readable: NVIDIA: NVML did not start: Unknown Error',
      { problems: ['NVIDIA: NVML did not start: Unknown Error'] },
    ],
    ['no GPU reading finished during sampling', { devices: [H100] }],
  ])('report: %s', (reason, account) => {
    const none = account === undefined ? phase() : found(phase(), account);
    for (const name of NAMES) expect(measured(name, none).reason).toBe(reason);
  });

  it('report the problem of the driver, where it reports other values', () => {
    const clocks = () => phase().surveyed('gpuClocks.coreClockHz', 0, 1e9, 0);
    const silent = found(clocks(), { devices: [H100] });
    const wordy = found(clocks(), {
      devices: [{ ...H100, problem: 'power: Not Supported' }, H100],
    });
    for (const name of NAMES) {
      expect(measured(name, silent).reason).toBe('the GPU driver does not report it');
      expect(measured(name, wordy).reason).toBe(
        'the GPU driver does not report it: power: Not Supported',
      );
    }
  });
});
