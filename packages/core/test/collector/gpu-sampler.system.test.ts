import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { GpuSampler, type GpuSamplerSettings } from '../../src/collector/gpu-sampler.ts';
import type { SurveyValue } from '../../src/stream/rows/survey-stream.ts';
import { waitUntil } from '../wait-until.ts';

const NATIVE = { periodNs: 2_000_000, processesPeriodNs: 4_000_000 };

function made(settings: Partial<GpuSamplerSettings> = {}): {
  sampler: GpuSampler;
  read: SurveyValue[];
} {
  const read: SurveyValue[] = [];
  const sampler = new GpuSampler({
    tree: () => [{ pid: process.pid, startTicks: 0 }],
    onSurvey: (values) => read.push(...values),
    ...settings,
  });
  onTestFinished(() => sampler.stop());
  return { sampler, read };
}

it('reports the GPUs found, even if there are none, and can be stopped twice', async () => {
  const { sampler, read } = made();
  sampler.start();
  await waitUntil(() => sampler.account().isOpen);
  sampler.stop();
  sampler.stop();
  const { devices, problems } = sampler.account();
  expect(read.every(({ column }) => column.startsWith('gpu'))).toBe(true);
  expect(read.length === 0 || devices.length > 0).toBe(true);
  expect(problems.every((problem) => problem.length > 10)).toBe(true);
});

it('reports nothing before its start', () => {
  expect(made().sampler.account()).toEqual({ isOpen: false, devices: [], problems: [] });
});

it('reads the current processes of the tree, each driver client once', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'loadcell-drm-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const open = (pid: number, client: number): void => {
    const folder = path.join(root, String(pid));
    mkdirSync(path.join(folder, 'fd'), { recursive: true });
    mkdirSync(path.join(folder, 'fdinfo'));
    symlinkSync('/dev/dri/renderD128', path.join(folder, 'fd/3'));
    const text = `drm-driver: xe\ndrm-pdev: 0000:00:02.0\ndrm-client-id: ${client}\ndrm-resident-gtt: 1 MiB\n`;
    writeFileSync(path.join(folder, 'fdinfo/3'), text);
  };
  const tree = [{ pid: 10, startTicks: 0 }];
  open(10, 1);
  const native = { ...NATIVE, nvmlPath: false as const, procRoot: root, sysRoot: root };
  const { sampler, read } = made({ tree: () => tree, native });
  sampler.start();
  const sums = (): number[] =>
    read.flatMap(({ column, value }) => (column === 'gpuTree.usedBytes' ? [value] : []));
  const untilSumIs = (bytes: number): Promise<void> =>
    waitUntil(() => {
      sampler.drain();
      return sums().at(-1) === bytes;
    });
  await untilSumIs(2 ** 20);
  // A fork shares the open file of its parent; a worker opens a new one.
  open(11, 1);
  open(12, 2);
  tree.push({ pid: 11, startTicks: 0 }, { pid: 12, startTicks: 0 });
  await untilSumIs(2 * 2 ** 20);
  sampler.stop();
  expect(Math.max(...sums())).toBe(2 * 2 ** 20);
  expect(sampler.account().devices).toEqual([
    {
      device: 0,
      vendor: 'drm',
      name: '',
      id: '0000:00:02.0',
      problem: '',
      unattributed: '',
    },
  ]);
});
