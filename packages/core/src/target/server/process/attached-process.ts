import { setTimeout as delay } from 'node:timers/promises';
import { nowNs } from '../../../stream/clock.ts';
import { ConfigError } from '../../../spec/error/errors.ts';
import type { TargetExit } from '../../target.ts';
import { readStat } from './read-stat.ts';

/** Period of the check, ms. */
const PERIOD_MS = 50;

/** A process that Loadcell did not start: it is watched and never signaled. */
export class AttachedProcess {
  readonly pid: number;
  /** Resolves when it has exited; only its parent knows the exit status. */
  readonly exited: Promise<TargetExit>;
  readonly #startTimeTicks: number;
  readonly #procRoot: string;
  readonly #timer: NodeJS.Timeout;
  #resolveExited: (exit: TargetExit) => void = () => {};
  #exit: TargetExit | undefined;

  private constructor(pid: number, startTimeTicks: number, procRoot: string) {
    this.pid = pid;
    this.#startTimeTicks = startTimeTicks;
    this.#procRoot = procRoot;
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
    this.#timer = setInterval(() => void this.check(), PERIOD_MS).unref();
  }

  /** @throws {ConfigError} when there is no such process */
  static async attach(pid: number, procRoot = '/proc'): Promise<AttachedProcess> {
    const stat = await readStat(pid, procRoot);
    if (stat !== undefined && !stat.hasEnded) {
      return new AttachedProcess(pid, stat.startTimeTicks, procRoot);
    }
    throw new ConfigError(
      `no process has PID ${pid}${stat === undefined ? '' : ': it has exited'}`,
      { help: 'pass --pid with the PID of the server, or --pid auto for a local port' },
    );
  }

  /** Checks now. @returns its exit; undefined while it runs */
  async check(): Promise<TargetExit | undefined> {
    if (this.#exit !== undefined) return this.#exit;
    const stat = await readStat(this.pid, this.#procRoot);
    const isSame = stat !== undefined && stat.startTimeTicks === this.#startTimeTicks;
    if (isSame && !stat.hasEnded) return undefined;
    this.#exit ??= { atNs: nowNs(), pid: this.pid, exitCode: null, signal: null };
    this.release();
    this.#resolveExited(this.#exit);
    return this.#exit;
  }

  /** Waits for its exit. @returns its exit; undefined when it did not exit in time */
  async endsWithin(boundMs: number): Promise<TargetExit | undefined> {
    return await Promise.race([this.exited, delay(boundMs, undefined)]);
  }

  /** Stops watching. */
  release(): void {
    clearInterval(this.#timer);
  }
}
