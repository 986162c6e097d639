import { expect, it, onTestFinished } from 'vitest';
import type { SurveyValue } from '../../../../src/stream/rows/survey-stream.ts';
import { EngineTarget } from '../../../../src/target/engine/engine-target.ts';
import { ensureTinyModels } from '../../../../src/target/tiny-model/ensure-tiny-models.ts';

it('the heap of a process that runs a real engine is reported while it generates', async () => {
  const models = await ensureTinyModels();
  const [{ name: model }] = models;
  const target = new EngineTarget({
    engine: 'llama-cpp',
    models,
    contextTokens: 128,
    parallel: 1,
    gpu: false,
    threads: 1,
  });
  onTestFinished(() => target.stop());
  const reported: SurveyValue[] = [];
  target.onSurvey((values) => reported.push(...values));
  await target.start();
  await target.load(model);
  const request = { model, prompt: 'one two three', maxTokens: 24, greedy: true };
  const { sentNs } = await target.generate(request);
  await target.generate(request);
  const { endNs } = await target.generate(request);
  await target.stop();
  const during = reported.filter(({ timeNs }) => timeNs >= sentNs && timeNs <= endNs);
  const heap = during.filter(({ column }) => column === 'v8.heapUsedBytes');
  expect(heap.length).toBeGreaterThan(0);
  expect(Math.min(...heap.map(({ value }) => value))).toBeGreaterThan(1e6);
  expect(new Set(reported.map(({ pid }) => pid))).toEqual(new Set([target.pid]));
});
