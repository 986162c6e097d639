import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runLoadcellIn } from '../../suite/run-loadcell.mjs';
import { withMock } from '../../suite/mock-server.mjs';
import { atLeast, LOWER, measured, worst } from '../../suite/report/figure.mjs';
import { runActor } from '../actor.mjs';

const TOKENS = 10;

const POLL_MS = 100;

/** @param {{ manyStreams: { repeats: number, few: number, many: number, firstTokenMs: number, gapMs: number } }} plan */
export async function measureManyStreams({ manyStreams: { repeats, few, many, ...timing } }) {
  const server = { ...timing, tokens: TOKENS };
  const runs = [];
  const wires = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    wires.push(await both(few, many, (streams) => rssOfWire(server, streams)));
    runs.push(await both(few, many, (streams) => runStreams(server, streams)));
  }
  const perStream = (pairs, of) => pairs.map(([low, high]) => (of(high) - of(low)) / (many - few));
  const all = perStream(runs, ({ peakRssBytes }) => peakRssBytes);
  const native = perStream(wires, (bytes) => bytes);
  return [
    measured('streams', 'count', many),
    worst(
      'failedStreams',
      'count',
      runs.map(([low, high]) => low.failed + high.failed),
      LOWER,
    ),
    measured(
      'successfulStreams',
      'count',
      runs.map(([, high]) => high.successful),
      atLeast(many),
    ),
    measured(
      'concurrencyMax',
      'count',
      runs.map(([, high]) => high.concurrency),
      atLeast(many),
    ),
    measured(
      'peakRssBytes',
      'bytes',
      runs.map(([, high]) => high.peakRssBytes),
      LOWER,
    ),
    measured('perStreamBytes', 'bytes', all, LOWER),
    measured('nativePerStreamBytes', 'bytes', native, LOWER),
    measured(
      'javaScriptPerStreamBytes',
      'bytes',
      all.map((bytes, at) => bytes - native[at]),
      LOWER,
    ),
  ];
}

/** @template Result @param {number} few @param {number} many @param {(streams: number) => Promise<Result>} measure */
async function both(few, many, measure) {
  return [await measure(few), await measure(many)];
}

/** @param {import('../../suite/mock-server.mjs').MockTiming} server @param {number} streams */
async function rssOfWire(server, streams) {
  return await withMock(server, async (url) => {
    const { openRssBytes, failed } = await runActor('many-streams-ours', { url, streams });
    if (failed > 0) throw new Error(`${failed} streams failed`);
    return openRssBytes;
  });
}

/** @param {import('../../suite/mock-server.mjs').MockTiming} server @param {number} streams */
async function runStreams(server, streams) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-many-streams-'));
  /** @type {(() => number) | undefined} */
  let peak;
  try {
    const count = String(streams);
    const of = [
      '--phase',
      'load',
      '--concurrency',
      count,
      '--requests',
      count,
      '--output-tokens',
      String(TOKENS),
    ];
    const { runDir } = await withMock(server, (url) =>
      runLoadcellIn(folder, ['--url', url, ...of], {
        onStart: (pid) => {
          peak = watchPeak(pid);
        },
      }),
    );
    const results = JSON.parse(readFileSync(path.join(runDir, 'results.json'), 'utf8'));
    const [stage] = results.phases[0].stages;
    const { successful, failed } = stage.requests;
    const concurrency = stage.measurements.concurrency.max;
    return { peakRssBytes: peak?.() ?? Number.NaN, successful, failed, concurrency };
  } finally {
    peak?.();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Follows the peak RSS of a process. @param {number} pid @returns {() => number} ends it and returns the peak */
function watchPeak(pid) {
  let bytes = Number.NaN;
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const [, kibibytes] = /^VmHWM:\s+(\d+)/m.exec(status) ?? [];
      if (kibibytes !== undefined) bytes = Number(kibibytes) * 1024;
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error;
    }
  }, POLL_MS);
  return () => {
    clearInterval(timer);
    return bytes;
  };
}
