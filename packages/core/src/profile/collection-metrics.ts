import type { Sampler } from '../collector/sampler.ts';
import { memoryProfile } from '../metric/contract/memory-profile.ts';
import { samplingQuality } from '../metric/quality/sampling-quality.ts';
import { LoadcellError } from '../spec/error/errors.ts';
import type { CollectorAverages, Metrics } from '../spec/contract/metrics-collector.ts';
import type { CollectionWindow } from './collection-window.ts';

/** Names of spans that provide metrics of the contract. */
export const SPAN_NAMES = {
  /** A model is loaded. */
  load: 'load',
  /** A model generates. */
  inference: 'inference',
  /** A user waits for the whole response. */
  response: 'response',
  /** A fresh context is loaded. */
  contextLoad: 'context-load',
  /** The transition from one context to another. */
  contextTransition: 'context-transition',
  /** The switch from one model to another. */
  modelSwitch: 'model-switch',
} as const;

/** Averages of a collection until `toNs`; `NaN` without a span. */
export function collectionAverages(window: CollectionWindow, toNs: number): CollectorAverages {
  return {
    avgLoadTime: window.spans.averageMs(SPAN_NAMES.load),
    avgInferenceTime: window.spans.averageMs(SPAN_NAMES.inference),
    avgMemoryUsage: window.residentBytes.averageUntil(toNs),
  };
}

/**
 * The metrics of a collection until `toNs`. Memory before and after are the first and the last sample of the window; times are
 * averages of the spans named in {@link SPAN_NAMES}, `NaN` without a span.
 */
export function collectionMetrics(
  window: CollectionWindow,
  toNs: number,
  sampler: Sampler,
): Metrics {
  const streams = window.streams(toNs, sampler.summary());
  const sampling = samplingQuality(streams);
  if (sampling === undefined) throw new LoadcellError('STATE', 'nothing has been sampled yet');
  const { spans, residentBytes } = window;
  // The timeline is thinned, so the average is taken from every sample instead.
  const profile = { ...memoryProfile(streams), average: residentBytes.averageUntil(toNs) };
  const heap = sampler.heap();
  return {
    memoryUsage: {
      baseline: residentBytes.first,
      peak: profile.peak,
      afterRelease: residentBytes.last,
    },
    contextStats: {
      loadTime: spans.averageMs(SPAN_NAMES.contextLoad),
      transitionTime: spans.averageMs(SPAN_NAMES.contextTransition),
      compressionRatio: Number.NaN,
    },
    modelMetrics: {
      inferenceTime: spans.averageMs(SPAN_NAMES.inference),
      responseLatency: spans.averageMs(SPAN_NAMES.response),
      contextSwitchTime: spans.averageMs(SPAN_NAMES.modelSwitch),
    },
    memoryProfile: profile,
    sampling,
    ...(heap === undefined ? {} : { heap: window.heap(toNs, heap) }),
  };
}
