import type { CommandControl } from '@loadcell/core';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Progress } from '../progress/progress.ts';
import { Interruption } from '../signals/interruption.ts';
import { PassedSignals } from './passed-signals.ts';

/** Ends a recording by signals. */
export interface Ending {
  readonly signal: AbortSignal;
  follow(command: CommandControl): void;
  dispose(): void;
}

/** For a process that is already running: Ctrl-C ends the recording, and a second one quits immediately. */
export function heedSignals(progress: Progress): Ending {
  const interruption = new Interruption(process, EXIT_CODES.interrupted, () =>
    progress.note('Interrupted. Ending the recording; press Ctrl-C again to quit now.'),
  );
  return {
    signal: interruption.signal,
    follow: () => {},
    dispose: () => interruption.dispose(),
  };
}

/** For a command: signals are forwarded to it. */
export function passSignals(progress: Progress): Ending {
  const controller = new AbortController();
  let command: CommandControl | undefined;
  const passed = new PassedSignals(process, {
    onFirst: (signal) =>
      progress.note(
        `Sent ${signal} to the command. Send SIGTERM to PID ${process.pid} to end the process tree.`,
      ),
    onSecond: () => {
      progress.note('Ending the process tree. One more signal kills it.');
      controller.abort();
    },
    onThird: () => {
      command?.kill();
      controller.abort();
    },
  });
  return {
    signal: controller.signal,
    follow: (started) => {
      command = started;
      passed.follow(started);
    },
    dispose: () => passed.dispose(),
  };
}
