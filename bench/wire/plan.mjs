/**
 * How long and how often each section measures. `quick` shows that the suite works, not what the wire does: its repeats
 * are too few to judge by.
 */
const QUICK = {
  streamStamps: { repeats: 1, streams: [64], tokens: 20 },
  // Four busy loops take both cores from whatever else runs, such as other tests.
  arrivals: { repeats: 1, streams: 64, tokens: 20, hasPython: false, busyLoops: 1 },
  bounds: { rounds: 1, streams: 64, tokens: 40, gapMs: 10 },
  requestRate: { repeats: 1, durationMs: 800 },
  sendDelay: { repeats: 1, durationMs: 800 },
  sendStamps: { repeats: 1, requests: 5000 },
  queueing: { repeats: 1, count: 30, serviceMs: 40 },
  far: { repeats: 1, requests: 12, lengths: ['long'] },
  memory: { repeats: 1, requests: 60_000, settled: 20_000 },
  manyStreams: { repeats: 1, few: 100, many: 500, firstTokenMs: 300, gapMs: 20 },
  pipeline: { repeats: 1, requests: 2_000, streams: 256, longStreams: 512, tokens: 40 },
};

const FULL = {
  streamStamps: { repeats: 5, streams: [1, 64, 512, 2048], tokens: 120 },
  arrivals: { repeats: 5, streams: 512, tokens: 120, hasPython: true, busyLoops: 4 },
  bounds: { rounds: 20, streams: 512, tokens: 1000, gapMs: 10 },
  requestRate: { repeats: 7, durationMs: 3000 },
  sendDelay: { repeats: 7, durationMs: 3000 },
  sendStamps: { repeats: 5, requests: 100_000 },
  queueing: { repeats: 3, count: 100, serviceMs: 60 },
  far: { repeats: 3, requests: 60, lengths: ['short', 'long'] },
  // Garbage collections come at random times, so one run proves little.
  memory: { repeats: 5, requests: 1_000_000, settled: 50_000 },
  // Every stream is sent before the first one ends.
  manyStreams: { repeats: 2, few: 5000, many: 19_000, firstTokenMs: 3000, gapMs: 1500 },
  pipeline: { repeats: 3, requests: 400_000, streams: 10_240, longStreams: 25_600, tokens: 400 },
};

const PLANS = { quick: QUICK, default: FULL };

/** @param {'quick' | 'default'} mode */
export function planFor(mode) {
  return PLANS[mode];
}
