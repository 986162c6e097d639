import { quantile } from '../../suite/statistics.mjs';

/** CLOCK_MONOTONIC nanoseconds. */
export function nowNs() {
  return Number(process.hrtime.bigint());
}

/** Timing errors of events, and the CPU time of this process from the creation of the tally to its end. */
export class StampTally {
  #errorsNs = [];
  #startedCpu = process.cpuUsage();

  /** @param {{ sent_ns?: number }} event as parsed @param {number} atNs timestamp of the client */
  add(event, atNs) {
    if (event.sent_ns !== undefined) this.#errorsNs.push(atNs - event.sent_ns);
  }

  get count() {
    return this.#errorsNs.length;
  }

  end() {
    const { user, system } = process.cpuUsage(this.#startedCpu);
    return {
      events: this.count,
      errorP50Ns: quantile(this.#errorsNs, 0.5),
      errorP99Ns: quantile(this.#errorsNs, 0.99),
      errorMaxNs: Math.max(...[0.999, 1].map((share) => quantile(this.#errorsNs, share))),
      cpuUsPerEvent: (user + system) / this.count,
    };
  }
}
