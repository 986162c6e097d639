import { expect, it, onTestFinished, vi } from 'vitest';
import { surveyFrom, type SurveyValue } from '../../../src/stream/rows/survey-stream.ts';
import { nowNs } from '../../../src/stream/clock.ts';
import { PATIENCE_MS } from '../../patience.ts';
import { createScriptedTarget } from './scripted-engine.ts';

const BYTES = 32 * 2 ** 20;

it('an engine process reports its own heap, on the clock of all timestamps', async () => {
  const reported: SurveyValue[] = [];
  const target = createScriptedTarget({ model: { bytes: BYTES } });
  onTestFinished(() => target.stop());
  target.onSurvey((values) => reported.push(...values));
  const beganNs = nowNs();
  await target.start();
  const heapBetween = (fromNs: number, toNs: number): number[] => {
    const { timeNs = [], value = [] } = surveyFrom(reported).get('v8.heapUsedBytes') ?? {};
    return [...value].filter(
      (_, index) => (timeNs[index] ?? 0) >= fromNs && (timeNs[index] ?? 0) <= toNs,
    );
  };
  await target.load('model');
  const loadedNs = nowNs();
  await target.settle();
  await vi.waitFor(
    () => expect(heapBetween(loadedNs, nowNs()).length).toBeGreaterThan(0),
    PATIENCE_MS,
  );
  const loadedBytes = Math.max(...heapBetween(loadedNs, nowNs()));
  await target.unload('model');
  await target.settle();
  const unloadedNs = nowNs();
  await target.stop();
  await vi.waitFor(
    () => expect(heapBetween(unloadedNs, nowNs()).length).toBeGreaterThan(0),
    PATIENCE_MS,
  );
  // The scripted weights are an array of numbers on the heap, collected after the model is unloaded.
  expect(loadedBytes).toBeGreaterThan(BYTES);
  expect(heapBetween(unloadedNs, nowNs()).at(-1)).toBeLessThan(loadedBytes - 0.9 * BYTES);
  expect(new Set(reported.map(({ pid }) => pid))).toEqual(new Set([target.pid]));
  expect(Math.min(...reported.map(({ timeNs }) => timeNs))).toBeGreaterThan(beganNs);
});

it('runs without a survey listener', async () => {
  const target = createScriptedTarget({ model: {} });
  onTestFinished(() => target.stop());
  await target.start();
  await target.load('model');
  await target.stop();
  expect((await target.exited).exitCode).toBe(0);
});
