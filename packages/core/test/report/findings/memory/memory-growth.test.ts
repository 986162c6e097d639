import { describe, expect, test } from 'vitest';

import { memoryGrew } from '../../../../src/report/findings/memory/memory-grew.ts';
import { retainedMemoryLarge } from '../../../../src/report/findings/memory/retained-memory.ts';
import { MIB, PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { advice, severities } from '../advice.ts';

/** A request each 10 ms; memory follows the requests completed. */
function serving(requests: number, rssBytes: (completed: number) => number): PhaseBuilder {
  const phase = new PhaseBuilder('p')
    .memory({
      fromMs: 0,
      toMs: requests * 10 + 10,
      rssBytes: (ms) => rssBytes(ms / 10) + ((ms * 7919) % 13) * 4096,
    })
    .stage('sequential', 0, requests * 10 + 10);
  for (let index = 0; index < requests; index += 1) {
    phase.request({ purpose: 'sequential', sentMs: index * 10, chunksMs: [index * 10 + 8] });
  }
  return phase;
}

const from = (phase: PhaseBuilder, host: string): PhaseBuilder =>
  phase.event(0, (place) => ({
    kind: 'target-described',
    ...place,
    target: host,
    version: '',
    models: [],
    details: {},
  }));

const leaking = (requests = 200): PhaseBuilder =>
  serving(requests, (completed) => 100 * MIB + Math.floor(completed) * 65_536);

const END_MS = 9000;

describe('memory-grew', () => {
  test('is critical for a leak, with its size per request', () => {
    expect(severities(memoryGrew, leaking(), END_MS)).toEqual(['critical']);
    expect(advice(memoryGrew, leaking(), {}, END_MS)[0]).toMatch(
      /^p: Memory grew with the number of requests \(leak test: leak, per request 6\d\.\d KiB \(95% CI .*requests 200, total 12\.\d MiB, reporting threshold 4\.0 MiB\)/u,
    );
  });

  test('is a note for a cache that still fills, with how long a run decides', () => {
    const filling = serving(
      400,
      (completed) => (100 + 40 * (1 - Math.exp(-completed / 300))) * MIB,
    );
    expect(severities(memoryGrew, filling, END_MS)).toEqual(['note']);
    expect(advice(memoryGrew, filling, {}, END_MS)[0]).toMatch(
      /leak test: inconclusive.*a cache levels off.*about [\d,]+ requests \(.*\) decides/u,
    );
  });

  test.each(['llama.cpp', 'ollama'])('names the prompt cache of %s', (host) => {
    expect(severities(memoryGrew, from(leaking(), host), END_MS)).toEqual(['note']);
    expect(advice(memoryGrew, from(leaking(), host), {}, END_MS)[0]).toMatch(
      /prompt cache .*--cache-ram 0/u,
    );
    expect(severities(memoryGrew, from(leaking(), 'vllm'), END_MS)).toEqual(['critical']);
  });

  test('names the kernel cache of a server that has one', () => {
    const compiling = leaking().event(END_MS, (place) => ({
      kind: 'kernel-caches-found',
      ...place,
      processes: 1,
      kernels: 1024,
    }));
    expect(severities(memoryGrew, compiling, END_MS)).toEqual(['note']);
    expect(advice(memoryGrew, compiling, {}, END_MS)[0]).toMatch(
      /oneDNN .*ONEDNN_PRIMITIVE_CACHE_CAPACITY=64\. A run of about [\d,]+ requests/u,
    );
  });

  test('names the heap of a target whose JavaScript was not collected in full', () => {
    const node = leaking().surveyed('v8.heapUsedBytes', 5, 20 * MIB);
    expect(severities(memoryGrew, node, END_MS)).toEqual(['note']);
    expect(advice(memoryGrew, node, {}, END_MS)[0]).toContain('JavaScript heap');
  });

  test('names a queue that filled', () => {
    const phase = new PhaseBuilder('p').stage('open', 0, 4000);
    // Sent every 10 ms and completed every 20 ms; what is in flight holds memory.
    for (let index = 0; index < 400; index += 1) {
      phase.request({
        purpose: 'load',
        stage: 'open',
        sentMs: index * 10,
        chunksMs: [(index + 1) * 20],
      });
    }
    phase.memory({ fromMs: 0, toMs: 4000, rssBytes: (ms) => 100 * MIB + ms * 8192 });
    expect(advice(memoryGrew, phase, {}, END_MS)[0]).toMatch(/Requests in flight grew/u);
    expect(severities(memoryGrew, phase, END_MS)).toEqual(['note']);
  });

  test('reports nothing below the size that matters, by itself or relative to the target', () => {
    // 256 KiB in all, and 19 MiB of a target of 4 GiB.
    expect(
      advice(
        memoryGrew,
        serving(300, (done) => 100 * MIB + done * 850),
        {},
        END_MS,
      ),
    ).toEqual([]);
    expect(
      advice(
        memoryGrew,
        serving(300, (done) => 4000 * MIB + done * 65_536),
        {},
        END_MS,
      ),
    ).toEqual([]);
  });

  test('reports nothing for memory that leveled off, stayed the same, shrank, or served few requests', () => {
    const levelingOff = serving(400, (done) => 100 * MIB + Math.min(done, 150) * 65_536);
    expect(advice(memoryGrew, levelingOff, {}, END_MS)).toEqual([]);
    expect(
      advice(
        memoryGrew,
        serving(200, () => 100 * MIB),
        {},
        END_MS,
      ),
    ).toEqual([]);
    expect(
      advice(
        memoryGrew,
        serving(200, (done) => 100 * MIB - done * 65_536),
        {},
        END_MS,
      ),
    ).toEqual([]);
    expect(advice(memoryGrew, leaking(40), {}, END_MS)).toEqual([]);
  });
});

describe('retained-memory', () => {
  const leaving = (bytes: number): PhaseBuilder =>
    new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 100, rssBytes: 60 * MIB })
      .memory({ fromMs: 100, toMs: 200, rssBytes: 260 * MIB })
      .memory({ fromMs: 200, toMs: 300, rssBytes: 60 * MIB + bytes })
      .window('idle', 0, 99)
      .window('cooldown', 200, 300);
  const unloading = (bytes: number): PhaseBuilder =>
    leaving(bytes).event(199, (place) => ({ kind: 'model-unloaded', ...place, model: 'small' }));

  test('is a note on what heaps and libraries keep, and a warning where most was not released', () => {
    expect(advice(retainedMemoryLarge, unloading(50 * MIB), {}, 300)[0]).toMatch(
      /Memory was retained after unloading \(retained 50\.0 MiB, share of the peak above idle 25\.0%/u,
    );
    expect(severities(retainedMemoryLarge, unloading(50 * MIB), 300)).toEqual(['note']);
    expect(severities(retainedMemoryLarge, unloading(150 * MIB), 300)).toEqual(['warning']);
  });

  test('reports nothing where nothing was unloaded', () => {
    expect(advice(retainedMemoryLarge, leaving(150 * MIB), {}, 300)).toEqual([]);
  });

  test('reports nothing when little stayed, in bytes or in share', () => {
    expect(advice(retainedMemoryLarge, unloading(8 * MIB), {}, 300)).toEqual([]);
    expect(advice(retainedMemoryLarge, unloading(18 * MIB), {}, 300)).toEqual([]);
  });
});
