import type { FindingDefinition } from '../finding.ts';
import { figure } from '../finding.ts';

/** A first load slower than the fastest by this factor includes a warm-up. */
const TIMES = 1.5;

/** Differences up to this are ignored, ms. */
const NEGLIGIBLE_MS = 200;

export const slowFirstLoad: FindingDefinition = {
  name: 'slow-first-load',
  meaning: 'The first load of a model in the run took far longer than a later one.',
  section: 'contexts',
  look: ({ streams }) => {
    const loads = streams.phases.flatMap(({ name, requests }) =>
      requests
        .filter(({ purpose, outcome }) => purpose === 'model-load' && outcome === 'ok')
        .map(({ model, sentNs, firstTokenNs }) => ({
          phase: name,
          model,
          ms: (firstTokenNs - sentNs) / 1e6,
        })),
    );
    return [...new Set(loads.map(({ model }) => model))].flatMap((model) => {
      const [first, ...later] = loads.filter((one) => one.model === model);
      if (first === undefined || later.length === 0) return [];
      const warmMs = Math.min(...later.map(({ ms }) => ms));
      if (!(first.ms > TIMES * warmMs && first.ms - warmMs > NEGLIGIBLE_MS)) return [];
      return [
        {
          phase: first.phase,
          severity: 'note',
          finding: `The first load of ${model} took far longer than a later one`,
          evidence: [figure('first', 'ms', first.ms), figure('later', 'ms', warmMs)],
          advice:
            'The first load includes a cold page cache, kernel compilation, or both. Load the model before serving users.',
        },
      ];
    });
  },
};
