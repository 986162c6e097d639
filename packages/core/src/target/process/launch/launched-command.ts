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
 * A command that the launcher has started, and that waits to be let through. The launcher adopts what the command leaves
 * behind, and ends all of it when this process is gone.
 */
export class LaunchedCommand {
  readonly pid: number;
  /** Whether it is held when it begins, so that nothing that it does is missed. */
  readonly isHeld: boolean;
  readonly #launcher: Launcher;
  /** A shell that brings this process back to the foreground sends SIGCONT to it, and not to the command. */
  readonly #onContinued = (): void => this.passOn('SIGCONT');

  private constructor(launcher: Launcher, started: { pid: number; isHeld: boolean }) {
    this.#launcher = launcher;
    this.pid = started.pid;
    this.isHeld = started.isHeld;
    process.on('SIGCONT', this.#onContinued);
    void launcher.closed.then(() => process.off('SIGCONT', this.#onContinued));
  }

  /**
   * Starts it, up to where it waits.
   * @throws {TargetError} when there can be no further process
   */
  static async start(options: LaunchOptions): Promise<LaunchedCommand> {
    const launcher = await startLauncher(launcherPath(), options);
    launcher.control.write(encodeLaunchPlan(options));
    const news = await launcher.next(['started', 'refused']);
    if (news?.kind === 'started') return new LaunchedCommand(launcher, news);
    launcher.control.end(messageOf(ORDER.leave));
    const reason = news?.kind === 'refused' ? news.errorName : 'the launcher was ended';
    throw new TargetError(`No process could be started for the command: ${reason}.`, {
      code: 'TARGET_START',
      help: 'check the limits on processes and memory (ulimit -a)',
    });
  }

  /** Of the launcher: the parent of the command, and of all that lost theirs. It is not of the tree. */
  get launcherPid(): number {
    return this.#launcher.pid;
  }

  /** The launcher as Node started it, with the outputs and the channel of a command that has piped streams. */
  get process(): ChildProcess {
    return this.#launcher.process;
  }

  /** Settles when the command has ended. */
  get ended(): Promise<CommandEnd> {
    return this.#launcher.ended;
  }

  /**
   * Lets it through. Returns when it has begun, or has ended without.
   * @returns why it cannot be run, as the system calls it, such as `ENOEXEC`
   */
  async begin(): Promise<string | undefined> {
    const news = this.#launcher.next(['running', 'failed']);
    this.#send(ORDER.letThrough);
    return failureIn(await Promise.race([news, this.ended.then(() => undefined)]));
  }

  /** Lets it go on where it is held. */
  goOn(): void {
    this.#send(ORDER.goOn);
  }

  /** Passes a signal on to the command alone; nothing once that has ended. */
  passOn(signal: string): void {
    this.#send(ORDER.toCommand, signal);
  }

  /** Signals the command and all that it started. */
  signalAll(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#send(ORDER.toAll, signal);
  }

  /**
   * Has the launcher end all that still runs: SIGTERM, and SIGKILL 2 s later.
   * @returns when nothing is left, and the outputs are closed
   */
  async endAll(): Promise<void> {
    this.#launcher.control.destroy();
    await this.#launcher.closed;
  }

  /** Lets go of what still runs, and of the launcher. */
  async leave(): Promise<void> {
    this.#launcher.control.end(messageOf(ORDER.leave));
    await this.#launcher.closed;
  }

  #send(what: string, signal = ''): void {
    this.#launcher.control.write(messageOf(what, signal));
  }
}

/** A letter, and the number of a signal or 0. */
function messageOf(what: string, signal = ''): Buffer {
  return Buffer.from([what.charCodeAt(0), numberOfSignal(signal)]);
}

function failureIn(news: LauncherNews | undefined): string | undefined {
  return news?.kind === 'failed' ? news.errorName : undefined;
}
