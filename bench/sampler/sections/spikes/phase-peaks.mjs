import { createSampler, readProcessEdges, resetPeakRss } from '@loadcell/native';
import { MemoryActor } from '../../memory-actor.mjs';

const PERIOD_NS = 1_000_000;
const PEAKS_OF_A_PHASE = 3;
const MOST_PAGES = 16_384;
const LEAST_PAGES = 64;

/**
 * Difference between the peak of each phase and the one that the process itself knows, pages.
 * @typedef {object} PhasePeakErrors
 * @property {number[]} sampler by the larger of the samples and the kernel's mark
 * @property {number[]} kernel by the kernel's mark alone
 */

/** Numbers from 0 to 1, the same in every run (mulberry32). @param {number} seed */
function* randomNumbers(seed) {
  let state = seed;
  for (;;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/**
 * Makes phases of a few peaks; the kernel's mark is reset at the start of each phase.
 * @param {string} program
 * @param {{ phases: number, holdNs: number, pageBytes: number }} plan
 * @returns {Promise<PhasePeakErrors>}
 */
export async function measurePhasePeaks(program, { phases, holdNs, pageBytes }) {
  const random = randomNumbers(phases);
  const errors = { sampler: [], kernel: [] };
  const actor = new MemoryActor(program);
  try {
    // The first peak makes resident what a peak needs.
    await actor.peak(LEAST_PAGES, 0);
    const { pid } = actor;
    const sampler = createSampler({ pid, periodNs: PERIOD_NS });
    sampler.start();
    try {
      for (let phase = 0; phase < phases; phase++) {
        await resetPeakRss({ pid });
        sampler.drain();
        let actualPages = 0;
        for (let peak = 0; peak < PEAKS_OF_A_PHASE; peak++) {
          const share = random.next().value;
          const pages = LEAST_PAGES + Math.floor(share * (MOST_PAGES - LEAST_PAGES));
          actualPages = Math.max(actualPages, await actor.peak(pages, holdNs));
        }
        const kernelPages = (await readProcessEdges({ pid })).peakRssBytes / pageBytes;
        const sampledPages = Math.max(...sampler.drain().rssBytes) / pageBytes;
        errors.kernel.push(Math.abs(kernelPages - actualPages));
        errors.sampler.push(Math.abs(Math.max(kernelPages, sampledPages) - actualPages));
      }
    } finally {
      sampler.stop();
    }
    return errors;
  } finally {
    await actor.end();
  }
}
