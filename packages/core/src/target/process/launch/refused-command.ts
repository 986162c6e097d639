import { ConfigError } from '../../../spec/error/errors.ts';
import { describeBytes } from './describe-bytes.ts';

/** Why an existing file cannot be run, by the system's error name, and what to do. */
const FAILURES: Readonly<Record<string, { readonly reason: string; readonly help: string }>> = {
  ENOEXEC: {
    reason: 'it is not a program for this machine',
    help: 'check with file(1) what it was built for',
  },
  ENOENT: {
    reason: 'its interpreter does not exist',
    help: 'correct its first line, or install the interpreter or loader that it names',
  },
  EACCES: {
    reason: 'it or its interpreter is not executable',
    help: 'set the permission with chmod +x, and check that its file system allows programs',
  },
  E2BIG: {
    reason: 'its arguments and environment exceed the system limit',
    help: 'pass fewer arguments, or pass them in a file',
  },
  ETXTBSY: {
    reason: 'another process is writing to it',
    help: 'wait until the file is complete',
  },
  EPERM: {
    reason: 'the system does not permit it',
    help: 'check its permissions and the security settings of this machine',
  },
};

/**
 * The error for a command that was found but could not be run.
 * @param failure the system's error name, such as `ENOEXEC`
 */
export function refusedCommand(name: Uint8Array, failure: string): ConfigError {
  const { reason, help } = FAILURES[failure] ?? { reason: failure, help: 'check the file' };
  return new ConfigError(`the command "${describeBytes(name)}" cannot be run: ${reason}`, {
    help,
  });
}
