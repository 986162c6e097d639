/** @typedef {{ samples: number, requests: number, chunksPerRequest: number }} RunSize */

/**
 * Sizes of the runs. `quick` shows that the suite works; its programs have hardly started. The whole run is 1,000 seconds
 * at 10 kHz and 1,000 req/s.
 */
const SIZES = {
  quick: {
    samples: 600_000,
    requests: 60_000,
    chunksPerRequest: 16,
    load: 3000,
    traceRows: 500_000,
  },
  default: {
    samples: 10_000_000,
    requests: 1_000_000,
    chunksPerRequest: 16,
    load: 1_000_000,
    traceRows: 20_000_000,
  },
};

/**
 * @param {'quick' | 'default'} mode
 * @returns {{ whole: RunSize, tenth: RunSize, load: number, traceRows: number }} `load` is the requests of a load
 */
export function planFor(mode) {
  const { load, traceRows, ...whole } = SIZES[mode];
  const { samples, requests, chunksPerRequest } = whole;
  return {
    whole,
    tenth: { samples: samples / 10, requests: requests / 10, chunksPerRequest },
    load,
    traceRows,
  };
}
