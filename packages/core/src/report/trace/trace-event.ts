/** An event of the Trace Event Format, as Perfetto, chrome://tracing and speedscope read it. Stamps are nanoseconds. */
export type TraceEvent =
  | {
      /** A slice; those of one thread stand within each other or apart, and never overlap in part. */
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
      /** A value that holds until the next of its name and process. */
      readonly kind: 'counter';
      readonly pid: number;
      readonly name: string;
      readonly atNs: number;
      /** The unit, by which the value goes. */
      readonly unit: string;
      readonly value: number;
    }
  | {
      readonly kind: 'process-name';
      readonly pid: number;
      readonly name: string;
      /** Place among the processes, the lowest on top. */
      readonly order: number;
    }
  | {
      readonly kind: 'thread-name';
      readonly pid: number;
      readonly tid: number;
      readonly name: string;
      /** Place among the threads of its process. */
      readonly order: number;
    };

/** What a slice or an instant shows when it is selected; what was not measured is left out. */
export type TraceArgs = Readonly<Record<string, string | number>>;

/**
 * One or two lines of JSON for an event, each with a comma before its end.
 * @param beganNs what becomes 0 in the trace: stamps stay small, so that microseconds with three decimals are exact
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
        // As Chrome writes it; readers of `i` read this too.
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
      // By hand, since a run has millions of them. JSON has no other form for a finite number.
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
