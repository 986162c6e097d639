/** An event of the Trace Event Format, as Perfetto, chrome://tracing and speedscope read it. Timestamps are in ns. */
export type TraceEvent =
  | {
      /** A slice; slices of one thread nest or are disjoint, and never overlap in part. */
      readonly kind: 'slice';
      readonly pid: number;
      readonly tid: number;
      readonly name: string;
      readonly category: string;
      readonly atNs: number;
      readonly durationNs: number;
      readonly args?: TraceArgs;
    }
  | {
      readonly kind: 'instant';
      readonly pid: number;
      readonly tid: number;
      readonly name: string;
      readonly category: string;
      readonly atNs: number;
      readonly args?: TraceArgs;
    }
  | {
      /** A value that holds until the next one of the same name and process. */
      readonly kind: 'counter';
      readonly pid: number;
      readonly name: string;
      readonly atNs: number;
      /** The unit, which is the key of the value. */
      readonly unit: string;
      readonly value: number;
    }
  | {
      readonly kind: 'process-name';
      readonly pid: number;
      readonly name: string;
      /** Position among the processes, lowest on top. */
      readonly order: number;
    }
  | {
      readonly kind: 'thread-name';
      readonly pid: number;
      readonly tid: number;
      readonly name: string;
      /** Position among the threads of its process. */
      readonly order: number;
    };

/** Details of a selected slice or instant; values that were not measured are omitted. */
export type TraceArgs = Readonly<Record<string, string | number>>;

/**
 * One or two lines of JSON for an event, each with a trailing comma.
 * @param beganNs the zero of the trace: timestamps stay small, so that microseconds with three decimals are exact
 */
export function renderTraceEvent(event: TraceEvent, beganNs: number): string {
  switch (event.kind) {
    case 'slice':
      return line({
        ph: 'X',
        pid: event.pid,
        tid: event.tid,
        ts: (event.atNs - beganNs) / 1000,
        dur: event.durationNs / 1000,
        cat: event.category,
        name: event.name,
        args: measured(event.args),
      });
    case 'instant':
      return line({
        // Chrome writes `I`; readers of `i` accept it, too.
        ph: 'I',
        s: 't',
        pid: event.pid,
        tid: event.tid,
        ts: (event.atNs - beganNs) / 1000,
        cat: event.category,
        name: event.name,
        args: measured(event.args),
      });
    case 'counter':
      // Written by hand, because a run has millions of them. A finite number has the same form in JSON.
      return (
        `{"ph":"C","pid":${event.pid},"tid":0,"ts":${(event.atNs - beganNs) / 1000},"cat":"counter",` +
        `"name":${JSON.stringify(event.name)},"args":{${JSON.stringify(event.unit)}:${event.value}}},\n`
      );
    case 'process-name':
      return (
        line(metadata(event.pid, 0, 'process_name', { name: event.name })) +
        line(metadata(event.pid, 0, 'process_sort_index', { sort_index: event.order }))
      );
    case 'thread-name':
      return (
        line(metadata(event.pid, event.tid, 'thread_name', { name: event.name })) +
        line(metadata(event.pid, event.tid, 'thread_sort_index', { sort_index: event.order }))
      );
  }
}

function metadata(pid: number, tid: number, name: string, args: TraceArgs): object {
  return { ph: 'M', pid, tid, ts: 0, cat: '__metadata', name, args };
}

function measured(args: TraceArgs = {}): TraceArgs {
  return Object.fromEntries(
    Object.entries(args).filter(([, value]) => typeof value === 'string' || Number.isFinite(value)),
  );
}

function line(event: object): string {
  return `${JSON.stringify(event)},\n`;
}
