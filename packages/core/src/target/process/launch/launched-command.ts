import type { ChildProcess } from 'node:child_process';
import { launcherPath } from '@loadcell/native';
import { TargetError } from '../../errors.ts';
import { encodeLaunchPlan } from './launch-plan.ts';
import { startLauncher, type CommandEnd, type Launcher, type LaunchOptions } from './launcher.ts';
import type { LauncherNews } from './launcher-news.ts';
import { numberOfSignal } from './signal-names.ts';

/** Messages to the launcher; see `native/src/launch/launcher.h`. */
const ORDER = { letThrough: 'g', goOn: 'c', leave: 'q', toCommand: 's', toAll: 'e' } as const;

/**
 * A command that the launcher has started and that waits for permission to begin. The launcher adopts processes that
 * the command leaves behind, and ends all of them when this process is gone.
 */
export class LaunchedCommand {
  readonly pid: number;
  /** Whether it pauses before its first instruction, so that no activity is missed. */
  readonly isHeld: boolean;
  readonly #launcher: Launcher;
  /** A shell that brings this process to the foreground sends SIGCONT to it, but not to the command. */
  readonly #onContinued = (): void => this.passOn('SIGCONT');

  private constructor(launcher: Launcher, started: { pid: number; isHeld: boolean }) {
    this.#launcher = launcher;
    this.pid = started.pid;
    this.isHeld = started.isHeld;
    process.on('SIGCONT', this.#onContinued);
    void launcher.closed.then(() => process.off('SIGCONT', this.#onContinued));
  }

  /**
   * Starts the command; it then waits to begin.
   * @throws {TargetError} when no further process can be made
   */
  static async start(options: LaunchOptions): Promise<LaunchedCommand> {
    const launcher = await startLauncher(launcherPath(), options);
    launcher.control.write(encodeLaunchPlan(options));
    const news = await launcher.next(['started', 'refused']);
    if (news?.kind === 'started') return new LaunchedCommand(launcher, news);
    launcher.control.end(messageOf(ORDER.leave));
    const reason = news?.kind === 'refused' ? news.errorName : 'the launcher was ended';
    throw new TargetError(`no process could be started for the command: ${reason}`, {
      code: 'TARGET_START',
      help: 'check the limits on processes and memory (ulimit -a)',
    });
  }

  /** Pid of the launcher: the parent of the command and of all orphans. It is not part of the tree. */
  get launcherPid(): number {
    return this.#launcher.pid;
  }

  /** The launcher as a Node child process, with the outputs and the channel of a command that has piped streams. */
  get process(): ChildProcess {
    return this.#launcher.process;
  }

  /** Settles when the command has ended. */
  get ended(): Promise<CommandEnd> {
    return this.#launcher.ended;
  }

  /**
   * Lets the command begin. Returns when it has begun, or has ended without beginning.
   * @returns the system's name of the error if it cannot be run, such as `ENOEXEC`
   */
  async begin(): Promise<string | undefined> {
    const news = this.#launcher.next(['running', 'failed']);
    this.#send(ORDER.letThrough);
    return failureIn(await Promise.race([news, this.ended.then(() => undefined)]));
  }

  /** Resumes the command if it is held. */
  goOn(): void {
    this.#send(ORDER.goOn);
  }

  /** Sends a signal to the command only; no effect after its end. */
  passOn(signal: string): void {
    this.#send(ORDER.toCommand, signal);
  }

  /** Signals the command and all its descendants. */
  signalAll(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#send(ORDER.toAll, signal);
  }

  /**
   * Makes the launcher end everything that still runs: SIGTERM, then SIGKILL after 2 s.
   * @returns when nothing is left, and the outputs are closed
   */
  async endAll(): Promise<void> {
    this.#launcher.control.destroy();
    await this.#launcher.closed;
  }

  /** Detaches from the launcher and leaves what still runs. */
  async leave(): Promise<void> {
    this.#launcher.control.end(messageOf(ORDER.leave));
    await this.#launcher.closed;
  }

  #send(what: string, signal = ''): void {
    this.#launcher.control.write(messageOf(what, signal));
  }
}

/** A letter, and a signal number or 0. */
function messageOf(what: string, signal = ''): Buffer {
  return Buffer.from([what.charCodeAt(0), numberOfSignal(signal)]);
}

function failureIn(news: LauncherNews | undefined): string | undefined {
  return news?.kind === 'failed' ? news.errorName : undefined;
}
