import type { RunConfig } from '../../config/parse-config.ts';
import { LocalSync } from '../../phase/stage/sync/local-sync.ts';
import type { StageSync } from '../../phase/stage/sync/stage-sync.ts';
import { nowNs } from '../../stream/clock.ts';
import { isWhole } from '../../workload/slice/slice.ts';

/** The synchronization of a run without a bus: its first stage starts at the configured time. */
export function localSync({
  slice,
  startAtEpochMs,
}: Pick<RunConfig, 'slice' | 'startAtEpochMs'>): StageSync {
  const isAlone = isWhole(slice);
  if (startAtEpochMs === undefined) return new LocalSync({ isAlone });
  const startNs = nowNs() + (startAtEpochMs - Date.now()) * 1e6;
  return new LocalSync({ isAlone, startNs });
}
