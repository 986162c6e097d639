import { describe, expect, test } from 'vitest';
import { machineSkews } from '../../../../src/report/findings/machines/machine-skews.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { advice } from '../advice.ts';

/** Times of a machine of a run, ms. */
interface Machine {
  readonly ttftMs?: number;
  readonly delayMs?: number;
}

/** A load that machines sent by turns. */
function loadOf(machines: Readonly<Record<string, Machine>>, rounds = 60): PhaseBuilder {
  const names = Object.entries(machines);
  const phase = new PhaseBuilder('load').stage('open', 0, rounds * names.length * 10);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, [machine, { ttftMs = 20, delayMs = 0 }]] of names.entries()) {
      const scheduledMs = (round * names.length + index) * 10;
      const sentMs = scheduledMs + delayMs;
      const firstMs = sentMs + ttftMs + ((round * 7) % 5) / 10;
      phase.request({
        purpose: 'load',
        scheduledMs,
        sentMs,
        chunksMs: [firstMs, firstMs + 5],
        machine,
      });
    }
  }
  return phase;
}

describe('machine-skews', () => {
  test('names the machine that measures another TTFT, slower or faster', () => {
    const slow = advice(machineSkews, loadOf({ a: {}, b: { ttftMs: 40 }, c: {} }));
    expect(slow).toHaveLength(1);
    expect(slow[0]).toContain('Machine b measures other TTFT than the others');
    const fast = advice(machineSkews, loadOf({ a: {}, b: { ttftMs: 5 }, c: {} }));
    expect(fast[0]).toContain('Machine b measures other TTFT');
    const two = advice(machineSkews, loadOf({ a: { ttftMs: 40 }, b: {} }));
    expect(two[0]).toContain('Machine a measures');
  });

  test('names the machine that sends late', () => {
    const [text] = advice(
      machineSkews,
      loadOf({ a: { delayMs: 1 }, b: { delayMs: 12 }, c: {} }, 120),
    );
    expect(text).toContain('Machine b sends later than the others');
    expect(text).toContain('send delay p99 of b 12.0 ms');
  });

  test('counts machines beyond the first three', () => {
    const alike = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`m${index}`, {}]));
    const odd = Object.fromEntries(
      Array.from({ length: 4 }, (_, index) => [`x${index}`, { ttftMs: 40 }]),
    );
    const [text] = advice(machineSkews, loadOf({ ...alike, ...odd }));
    expect(text).toContain('Machines x0, x1, x2, 1 more measure other TTFT');
  });

  test('finds nothing with machines alike, few requests, or one machine', () => {
    expect(advice(machineSkews, loadOf({ a: {}, b: { ttftMs: 21 } }))).toEqual([]);
    expect(advice(machineSkews, loadOf({ a: {}, b: { ttftMs: 40 } }, 10))).toEqual([]);
    expect(advice(machineSkews, loadOf({ a: { ttftMs: 40 } }))).toEqual([]);
  });
});
