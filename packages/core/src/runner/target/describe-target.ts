import { isDeepStrictEqual } from 'node:util';
import type { PageCacheDrop } from '../../collector/page-cache/drop-from-page-cache.ts';
import type { PhaseJournal } from '../../phase/phase-journal.ts';
import type { PhaseEvent } from '../../stream/events/phase-event.ts';
import type { Target, TargetDescription } from '../../target/target.ts';
import { missingNative } from '../../target/transport/missing-native.ts';

/** A target, and where its description is recorded. */
interface Described {
  readonly target: Target;
  readonly journal: PhaseJournal;
}

/** Records what the target is, and the metrics that it cannot provide, with the reason. */
export function describeTarget({ target, journal }: Described): TargetDescription {
  const { description } = target;
  noteDescription(journal, description);
  for (const { metrics, reason } of target.limitations ?? []) {
    if (metrics.length === 0) journal.event({ kind: 'not-sampled', reason });
    for (const metric of metrics) {
      journal.event({ kind: 'not-measured', metric, reason, isLimitation: true });
    }
  }
  return description;
}

/** Records that the native part is missing, and what a run without it does not have. */
export function noteMissingNative({ journal }: Pick<Described, 'journal'>): void {
  const missing = missingNative();
  if (missing === undefined) return;
  const reason = `without the native part, no process is sampled, and JavaScript takes the timestamps. ${missing.summary}`;
  journal.event({ kind: 'not-sampled', reason });
}

function noteDescription(journal: PhaseJournal, description: TargetDescription): void {
  const { kind: target, version, models, details } = description;
  const described = { models: [...models], details: { ...details } };
  journal.event({ kind: 'target-described', target, version, ...described });
}

/** Records the description again if it changed: the request format of a server is known after its first request. */
export function describeChanges(
  { target: { description }, journal }: Described,
  before: TargetDescription,
): void {
  if (!isDeepStrictEqual(description, before)) noteDescription(journal, description);
}

/** The event of files dropped from the page cache before a server was started. */
export function describeDrop(drop: PageCacheDrop): PhaseEvent {
  const { files, bytesBefore, bytesAfter, reason } = drop;
  return {
    kind: 'page-cache-dropped',
    files: files.length,
    bytesBefore,
    bytesAfter,
    ...(reason === undefined ? {} : { reason }),
  };
}
