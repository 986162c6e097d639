import { openSync, closeSync, writeSync } from 'node:fs';
import { LiveAggregate } from '@loadcell/core';
import { atMost, LOWER, measured } from '../../suite/report/figure.mjs';

/** Built modules of the command, which exports nothing that draws the view. */
const built = (name) => import(new URL(`../../../packages/cli/dist/${name}`, import.meta.url).href);

const DRAWINGS_PER_SECOND = 5;
const ROUNDS = 9;
const NS_PER_S = 1e9;
const palette = { bold: asIs, dim: asIs, red: asIs, green: asIs };

/** @param {{ frames: number }} plan */
export async function measurePaint({ frames }) {
  const { LiveBlock } = await built('terminal/live-block.js');
  const { liveLines } = await built('progress/live-lines.js');
  const nowhere = openSync('/dev/null', 'w');
  try {
    const stream = { columns: 100, rows: 30, write: (text) => writeSync(nowhere, text) };
    const block = new LiveBlock(stream);
    const { live, advance } = aggregateOfALongRun();
    let frame = 0;
    const paint = () => {
      frame += 1;
      advance();
      const step = `closed loop, step ${frame}`;
      const view = { title: '[3/3] load', step, source: live, columns: 100, palette };
      block.draw(liveLines(view));
    };
    const paintUs = rounds(Math.ceil(frames / ROUNDS), paint);
    // Requests differ, or the compiler would do the work once.
    const requests = Array.from({ length: 1024 }, (_, index) => rowAt(61 * NS_PER_S + index * 7e5));
    let next = 0;
    const countOne = () => {
      next = (next + 1) % requests.length;
      live.request(requests[next]);
    };
    const batch = samplesAt(60 * NS_PER_S, 1000);
    return [
      measured('paintUs', 'us', paintUs, LOWER),
      measured(
        'paintShareOfCore',
        'cores',
        paintUs.map((us) => (us * DRAWINGS_PER_SECOND) / 1e6),
        atMost(0.01),
      ),
      measured('aggregateUsPerRequest', 'us', rounds(frames * 10, countOne), LOWER),
      measured(
        'aggregateUsPerSample',
        'us',
        rounds(Math.ceil(frames / 10), () => live.samples(batch)).map((us) => us / batch.count),
        LOWER,
      ),
    ];
  } finally {
    closeSync(nowhere);
  }
}

/** CPU time of one call, microseconds: one value per round, after a warm-up round. */
function rounds(calls, call) {
  const figures = Array.from({ length: ROUNDS + 1 }, () => {
    const before = process.cpuUsage();
    for (let count = 0; count < calls; count += 1) call();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / calls;
  });
  return figures.slice(1);
}

function aggregateOfALongRun() {
  let nowNs = 60 * NS_PER_S;
  const live = new LiveAggregate([{ name: 'load', plannedMs: 120_000 }], () => nowNs);
  live.event({ kind: 'run-began', atNs: 0, epochMs: 0 });
  live.event({ kind: 'phase-began', atNs: 0, phase: 'load' });
  live.event({
    kind: 'stage-began',
    atNs: 0,
    phase: 'load',
    stage: 'closed',
    load: { kind: 'closed', concurrency: 4, durationMs: 120_000, minRequests: 64 },
    warmupRequests: 0,
    seed: 1,
    prompts: 'words',
  });
  for (let atMs = 0; atMs < 60_000; atMs += 100) live.samples(samplesAt(atMs * 1e6, 100));
  for (let count = 0; count < 10_000; count += 1) live.request(rowAt(count * 6e6));
  const advance = () => {
    nowNs += 1e6;
    live.request(rowAt(nowNs));
  };
  return { live, advance };
}

/** Samples of one process, a millisecond apart. */
function samplesAt(fromNs, count) {
  const column = (value) => Float64Array.from({ length: count }, (_, row) => value(row));
  return {
    count,
    pid: new Int32Array(count).fill(7),
    timeNs: column((row) => fromNs + row * 1e6),
    rssBytes: column((row) => 50e6 + Math.sin((fromNs + row) / 1e9) * 1e6),
  };
}

function rowAt(endNs) {
  const scheduledNs = endNs - 20e6 - (endNs % 7e6);
  return {
    purpose: 'load',
    stage: 'closed',
    outcome: 'ok',
    scheduledNs,
    sentNs: scheduledNs,
    firstTokenNs: scheduledNs + 9e6,
    endNs,
  };
}

function asIs(text) {
  return text;
}
