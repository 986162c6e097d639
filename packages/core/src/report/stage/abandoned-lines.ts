import { formatBytes, formatMs, formatNumber, formatRatio } from '../../metric/format-value.ts';
import type { StageResult } from '../results/stage-result.ts';

/** What the client cut on purpose: `cancelled on purpose: 12 of 120 after 500 ms`; nothing where nothing was to be cut. */
export function abandonedWords({ cancel, requests }: StageResult): string[] {
  if (cancel === undefined) return [];
  const { due, abandoned } = requests;
  return [
    `cancelled on purpose: ${formatNumber(abandoned)} of ${formatNumber(due + abandoned)} after ${formatMs(cancel.afterMs)}`,
  ];
}

/** What the cuts of a stage left behind in the server, as far as it was read; nothing where nothing was to be cut. */
export function cutEffectLine({ cutEffect, measurements }: StageResult): string[] {
  if (cutEffect === undefined) return [];
  const { outputTokens, orphanedTokens, runningAfterDrain, kvCacheUsage, residentBytes } =
    cutEffect;
  const orphans = measurements['serverOrphanedRequests']?.avg ?? Number.NaN;
  const parts = [
    `${formatNumber(outputTokens)} output tokens until the cuts`,
    ...(orphanedTokens === undefined
      ? []
      : [
          `${formatNumber(orphanedTokens.generated)} of ${formatNumber(orphanedTokens.possible)} tokens left were generated after them`,
        ]),
    ...(Number.isNaN(orphans)
      ? []
      : [`the server held ${formatNumber(orphans)} abandoned requests on average`]),
    ...(runningAfterDrain === undefined
      ? []
      : [`${formatNumber(runningAfterDrain)} running after the drain`]),
    ...(kvCacheUsage === undefined
      ? []
      : [
          `KV cache ${formatRatio(kvCacheUsage.before)} before and ${formatRatio(kvCacheUsage.after)} after`,
        ]),
    ...(residentBytes === undefined
      ? []
      : [
          `RSS ${formatBytes(residentBytes.before)} before and ${formatBytes(residentBytes.after)} after`,
        ]),
  ];
  return [`Cancelled on purpose: ${parts.join('; ')}.`];
}
