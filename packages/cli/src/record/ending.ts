import type { CommandControl } from '@loadcell/core';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Progress } from '../progress/progress.ts';
import { Interruption } from '../signals/interruption.ts';
import { PassedSignals } from './passed-signals.ts';

/** How a recording is ended from outside. */
export interface Ending {
  readonly signal: AbortSignal;
  follow(command: CommandControl): void;
  dispose(): void;
}

/** Of a process that ran already: Ctrl-C ends the recording, and a second one leaves at once. */
export function heedSignals(progress: Progress): Ending {
  const interruption = new Interruption(process, EXIT_CODES.interrupted, () =>
    progress.note('Interrupted: the recording ends. Ctrl-C again to leave at once.'),
  );
  return {
    signal: interruption.signal,
    follow: () => {},
    dispose: () => interruption.dispose(),
  };
}

/** Of a command: it gets them. */
export function passSignals(progress: Progress): Ending {
  const controller = new AbortController();
  let command: CommandControl | undefined;
  const passed = new PassedSignals(process, {
    onFirst: (signal) =>
      progress.note(
        `Interrupted: the command got ${signal}. Again to end it with all that it started.`,
      ),
    onSecond: () => {
      progress.note('The command and all that it started are ended. Again to kill them.');
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
