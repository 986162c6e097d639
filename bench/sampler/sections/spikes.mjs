import { createSampler } from '@loadcell/native';
import { MemoryActor } from '../memory-actor.mjs';
import { missingPidstat, PidstatRecorder } from '../peers/pidstat.mjs';
import { findPsutil, PsutilRecorder } from '../peers/psutil.mjs';
import { absent, atLeast, atMost, measured, worst } from '../../suite/report/figure.mjs';
import { median } from '../../suite/statistics.mjs';
import { measurePhasePeaks } from './spikes/phase-peaks.mjs';

/** @typedef {import('../memory-actor.mjs').Spike} Spike */
/** @typedef {{ stampNs: number, rssBytes: number }} Sample */

const PERIOD_NS = 1_000_000;
/** Room for more than a run, as nothing drains the ring during one. */
const RING_SLOTS = 65_536;
const SPIKE_BYTES = 64 * 1024 * 1024;
const HOLD_NS = 3_000_000;
const GAP_LOW_NS = 5_000_000;
const GAP_HIGH_NS = 25_000_000;
const PSUTIL_PERIOD_MS = 10;

/**
 * Share of spikes with a sample of at least half of their size.
 * @param {readonly Sample[]} samples in order of time
 * @param {readonly Spike[]} spikes
 * @param {number} restBytes resident between spikes
 * @param {(spike: Spike) => { fromNs: number, toNs: number }} span the part of a spike that counts
 */
function visibleShare(samples, spikes, restBytes, span) {
  const high = samples.filter(({ rssBytes }) => rssBytes - restBytes >= SPIKE_BYTES / 2);
  const visible = spikes.filter((spike) => {
    const { fromNs, toNs } = span(spike);
    return high.some(({ stampNs }) => stampNs >= fromNs && stampNs <= toNs);
  });
  return visible.length / spikes.length;
}

/** The 3 ms in which the whole spike is resident. @param {Spike} spike */
const whileFull = ({ fullNs, emptyingNs }) => ({ fromNs: fullNs, toNs: emptyingNs });

/** From before the mapping to after the unmapping. @param {Spike} spike */
const fromRiseToFall = ({ begunNs, goneNs }) => ({ fromNs: begunNs, toNs: goneNs });

/**
 * The peers in the same run, each with its recorder, or why it has none.
 * @param {number} pid
 */
async function startPeers(pid) {
  const psutil = findPsutil();
  const noPidstat = missingPidstat();
  const peers = [
    {
      name: 'psutil10ms',
      missing: psutil.missing,
      recorder: psutil.python && new PsutilRecorder(psutil.python, pid, PSUTIL_PERIOD_MS),
    },
    {
      name: 'pidstat1s',
      missing: noPidstat,
      recorder: noPidstat === undefined ? new PidstatRecorder(pid) : undefined,
    },
  ];
  await Promise.all(peers.map(({ recorder }) => recorder?.ready()));
  return peers;
}

/**
 * Watches one process that makes spikes with the sampler and all peers.
 * @param {string} program
 * @param {{ seed: number, count: number, pages: number }} plan
 */
async function watchSpikes(program, { seed, count, pages }) {
  const actor = new MemoryActor(program);
  try {
    const sampler = createSampler({ pid: actor.pid, periodNs: PERIOD_NS, ringSlots: RING_SLOTS });
    const peers = await startPeers(actor.pid);
    let spikes;
    let peerSamples;
    try {
      sampler.start();
      spikes = await actor.spikes({
        seed,
        count,
        pages,
        holdNs: HOLD_NS,
        gapLowNs: GAP_LOW_NS,
        gapHighNs: GAP_HIGH_NS,
      });
    } finally {
      sampler.stop();
      peerSamples = await Promise.all(peers.map(async ({ recorder }) => recorder?.finish() ?? []));
    }
    const batch = sampler.drain();
    const samples = Array.from(batch.timeNs, (stampNs, index) => ({
      stampNs,
      rssBytes: batch.rssBytes[index],
    }));
    return {
      spikes,
      restBytes: Math.min(...batch.rssBytes),
      recorded: [
        { name: 'native1ms', missing: undefined, samples },
        ...peers.map(({ name, missing }, index) => ({
          name,
          missing,
          samples: peerSamples[index],
        })),
      ],
    };
  } finally {
    await actor.end();
  }
}

/** @param {Awaited<ReturnType<typeof watchSpikes>>[]} runs @param {number} index of the recorder */
function figuresOf(runs, index) {
  const { name, missing } = runs[0].recorded[index];
  const target = index === 0 ? atLeast(0.97) : undefined;
  const samples = runs.map(({ recorded }) => recorded[index].samples.length);
  const reason =
    missing ??
    (samples.every((taken) => taken === 0) ? 'the run ended before its first sample' : undefined);
  const share = (suffix, span, shareTarget) => {
    const figure = `${name}VisibleShare${suffix}`;
    if (reason !== undefined) return absent(figure, 'ratio', reason, shareTarget);
    const shares = runs.map(({ spikes, restBytes, recorded }) =>
      visibleShare(recorded[index].samples, spikes, restBytes, span),
    );
    return measured(figure, 'ratio', shares, shareTarget);
  };
  return [
    share('', whileFull, target),
    share('FromRiseToFall', fromRiseToFall),
    missing === undefined
      ? measured(`${name}Samples`, 'count', samples)
      : absent(`${name}Samples`, 'count', missing),
  ];
}

/** @param {number[]} errorPages one for each phase */
function exactShare(errorPages) {
  return errorPages.filter((pages) => pages === 0).length / errorPages.length;
}

/**
 * @param {string} program
 * @param {{ phases: number, pageBytes: number }} plan
 */
async function phaseFigures(program, plan) {
  const held = await measurePhasePeaks(program, { ...plan, holdNs: HOLD_NS });
  const brief = await measurePhasePeaks(program, { ...plan, holdNs: 0 });
  return [
    worst('heldPhasePeakErrorPages', 'pages', held.sampler, atMost(0)),
    measured('heldPhasesExactShare', 'ratio', exactShare(held.sampler)),
    worst('heldPhasePeakErrorOfKernelMarkPages', 'pages', held.kernel),
    worst('briefPhasePeakErrorPages', 'pages', brief.sampler),
    worst('briefPhasePeakErrorOfKernelMarkPages', 'pages', brief.kernel),
  ];
}

/** @param {import('../sections.mjs').SectionContext} context */
export async function measure({ plan, programs, machine }) {
  const { seeds, count, phases } = plan.spikes;
  const { pageBytes } = machine;
  const runs = [];
  const pages = SPIKE_BYTES / pageBytes;
  for (const seed of seeds) {
    runs.push(await watchSpikes(programs['memory-actor'], { seed, count, pages }));
  }
  const spanMs = (span) =>
    runs.map(({ spikes }) =>
      median(spikes.map((spike) => (span(spike).toNs - span(spike).fromNs) / 1e6)),
    );
  return [
    measured('spikes', 'count', count),
    measured('spikeFullMs', 'ms', spanMs(whileFull)),
    measured('spikeFromRiseToFallMs', 'ms', spanMs(fromRiseToFall)),
    ...runs[0].recorded.flatMap((_, index) => figuresOf(runs, index)),
    ...(await phaseFigures(programs['memory-actor'], { phases, pageBytes })),
  ];
}
