import {
  formatBytes,
  formatMs,
  formatNumber,
  formatRatio,
} from '../../../metric/format/format-value.ts';
import type { StageResult } from '../../results/stage-result.ts';

/** `canceled on purpose: 12 of 120 after 500 ms`; empty for a stage that cancels none. */
export function abandonedWords({ cancel, requests }: StageResult): string[] {
  if (cancel === undefined) return [];
  const { due, abandoned } = requests;
  return [
    `canceled on purpose: ${formatNumber(abandoned)} of ${formatNumber(due + abandoned)} after ${formatMs(cancel.afterMs)}`,
  ];
}

/** What the server did with canceled requests, as far as it was read; empty for a stage that cancels none. */
export function cutEffectLine({ cutEffect, measurements }: StageResult): string[] {
  if (cutEffect === undefined) return [];
  const { outputTokens, orphanedTokens, runningAfterDrain, kvCacheUsage, residentBytes } =
    cutEffect;
  const orphans = measurements['serverOrphanedRequests']?.avg ?? Number.NaN;
  const parts = [
    `${formatNumber(outputTokens)} output tokens before cancellation`,
    ...(orphanedTokens === undefined
      ? []
      : [
          `the server generated ${formatNumber(orphanedTokens.generated)} of ${formatNumber(orphanedTokens.possible)} remaining tokens after it`,
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
  return [`Canceled on purpose: ${parts.join('; ')}.`];
}
