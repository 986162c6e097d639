import { ConfigError } from '@loadcell/core';
import { expect, it } from 'vitest';
import { explainFailure } from '../src/explain-failure.ts';

/** As Node throws it; `resource` and `permission` can be absent. */
function refusal(details: Readonly<Record<string, string>>): Error {
  return Object.assign(new Error('Access to this API has been restricted'), {
    code: 'ERR_ACCESS_DENIED',
    ...details,
  });
}

const HELP = /\nhelp: start Node with --allow-addons, --allow-child-process, --allow-worker, /;

it.each([
  [{ permission: 'ChildProcess', resource: 'true' }, 'deny starting a process: true'],
  [{ permission: 'WorkerThreads', resource: '' }, 'deny starting a thread\n'],
  [{ permission: 'FileSystemWrite', resource: '/results' }, 'deny writing: /results'],
  [{}, 'deny it: Access to this API has been restricted'],
])('names the action that Node denies by %j, and the permissions to grant', (details, refused) => {
  const { text, exitCode, code } = explainFailure(refusal(details));
  expect({ exitCode, code }).toEqual({ exitCode: 4, code: 'ERR_ACCESS_DENIED' });
  expect(text).toContain(refused);
  expect(text).toMatch(HELP);
  expect(text.split('\n')).toHaveLength(2);
});

it('keeps the message of an error that a denial caused', () => {
  const cause = refusal({ permission: 'FileSystemWrite', resource: '/results' });
  const { text, exitCode } = explainFailure(
    new ConfigError('No results can be written.', { cause }),
  );
  expect(exitCode).toBe(2);
  expect(text).toMatch(/^error: No results can be written\.\nhelp: start Node with --allow-addons/);
});
