import { getHeapStatistics } from 'node:v8';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HeapReporter } from '../../../../src/target/engine/child/heap-reporter.ts';
import { heapSurvey } from '../../../../src/target/engine/heap-readings.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'hrtime'] });
});

afterEach(() => {
  vi.useRealTimers();
});

function telling() {
  const messages: Float64Array[] = [];
  const reporter = new HeapReporter((readings) => messages.push(readings));
  const stampsNs = (): number[] =>
    messages.flatMap((readings) =>
      heapSurvey(readings, 7)
        .filter(({ column }) => column === 'v8.heapUsedBytes')
        .map(({ timeNs }) => timeNs),
    );
  return { reporter, messages, stampsNs };
}

it('reads twenty times per second and reports twice', () => {
  const { reporter, messages, stampsNs } = telling();
  reporter.start();
  vi.advanceTimersByTime(1999);
  expect(messages).toHaveLength(4);
  reporter.stop();
  expect(stampsNs()).toHaveLength(41);
  vi.advanceTimersByTime(1000);
  expect(messages).toHaveLength(5);
});

it('reads after calls, but not after each of many short ones', () => {
  const { reporter, stampsNs } = telling();
  reporter.start();
  for (let call = 0; call < 1000; call += 1) {
    vi.advanceTimersByTime(0.01);
    reporter.look();
  }
  vi.advanceTimersByTime(6);
  reporter.look();
  reporter.stop();
  const gapsNs = stampsNs()
    .slice(1, -1)
    .map((atNs, index) => atNs - (stampsNs()[index] ?? 0));
  expect(gapsNs.length).toBeGreaterThan(0);
  expect(gapsNs.length).toBeLessThan(5);
  expect(Math.min(...gapsNs)).toBeGreaterThanOrEqual(5e6);
});

it('reports V8 heap values by column, with the pid of the process', () => {
  const { reporter, messages } = telling();
  reporter.start();
  const { total_heap_size } = getHeapStatistics();
  reporter.stop();
  const values = heapSurvey(messages[0] ?? new Float64Array(), 7);
  expect(values.map(({ column }) => column).slice(0, 3)).toEqual([
    'v8.heapUsedBytes',
    'v8.heapTotalBytes',
    'v8.externalBytes',
  ]);
  expect(new Set(values.map(({ pid }) => pid))).toEqual(new Set([7]));
  const [used, total] = values;
  expect(used?.value).toBeGreaterThan(1e6);
  expect(used?.value).toBeLessThanOrEqual(total?.value ?? 0);
  expect((total?.value ?? 0) / total_heap_size).toBeCloseTo(1, 1);
});
