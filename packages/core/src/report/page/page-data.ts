import type { ShownStatus } from '../../verdict/criterion-verdict.ts';
/**
 * The data in report.html, written by core and read by the page. Times are ms since the run began, memory is in bytes,
 * and `null` means not measured. Plain types, because both sides share them.
 */

import type { PageEvent, PageRequests, PageSpan } from './view/page-activity.ts';
import type {
  PageContextCurve,
  PageDistributions,
  PageLoadCurve,
  PageOperatingPoints,
  PageStartup,
  PageSwitchCell,
} from './view/page-figures.ts';
import type { PageLoad, PageMemory, PageServer } from './view/page-lines.ts';
import type { PageAdvice, PagePhase } from './view/page-verdict.ts';

export type * from './view/page-activity.ts';
export type * from './view/page-figures.ts';
export type * from './view/page-lines.ts';
export type * from './view/page-verdict.ts';

/** Everything that the page shows. */
export interface PageData {
  readonly title: string;
  readonly timestamp: string;
  readonly status: ShownStatus;
  /** The verdict in a sentence. */
  readonly verdictText: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly errors: readonly string[];
  readonly advice: readonly PageAdvice[];
  readonly phases: readonly PagePhase[];
  /** Minimum requests for a p99. */
  readonly p99Requests: number;
  readonly skipped: readonly { readonly phase: string; readonly reason: string }[];
  /** Start of the run, epoch milliseconds. */
  readonly beganEpochMs: number;
  readonly durationMs: number;
  readonly spans: readonly PageSpan[];
  readonly events: readonly PageEvent[];
  readonly omittedEvents: number;
  readonly memory: PageMemory;
  readonly requests: PageRequests;
  readonly load: PageLoad | null;
  readonly server: PageServer;
  readonly distributions: readonly PageDistributions[];
  /** Throughput against latency; null if fewer than two stages have both. */
  readonly operatingPoints: PageOperatingPoints | null;
  readonly loadCurves: readonly PageLoadCurve[];
  readonly startups: readonly PageStartup[];
  readonly switches: readonly PageSwitchCell[];
  readonly contexts: readonly PageContextCurve[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  /** Settings that the server reported, by name; null if none were read. */
  readonly settings: {
    /** Kind and version of the server. */
    readonly server: string;
    readonly rows: readonly {
      readonly name: string;
      readonly value: string;
      /** The last reading, if it differs; otherwise empty. */
      readonly later: string;
    }[];
    readonly unread: readonly { readonly place: string; readonly reason: string }[];
  } | null;
  readonly glossary: readonly {
    readonly name: string;
    readonly unit: string;
    readonly description: string;
    readonly formula: string;
  }[];
}
