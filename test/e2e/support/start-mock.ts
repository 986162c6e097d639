import { once } from 'node:events';
import { startLoadcell, type RunningCommand } from './run-loadcell.ts';

type RunningMock = RunningCommand & { url: string };

/** A mock server: TTFT 20 ms, then a token every 5 ms. It ends with the test. */
export function startMock(...args: readonly string[]): Promise<RunningMock> {
  return startMockWith(
    '--time-to-first-token=20ms',
    '--inter-token-latency=5ms',
    '--output-tokens=12',
    ...args,
  );
}

/** A mock server with only these flags. It ends with the test. */
export async function startMockWith(...args: readonly string[]): Promise<RunningMock> {
  const mock = startLoadcell(['mock', ...args]);
  if (mock.child.stdout === null) throw new Error('The mock server has no output.');
  const firstLine = once(mock.child.stdout, 'data').then(([line]) => String(line).trim());
  const ended = mock.finished.then(({ code, stderr }): never => {
    throw new Error(`The mock server ended with ${code} and served nothing: ${stderr}`);
  });
  ended.catch(() => {});
  return { ...mock, url: await Promise.race([firstLine, ended]) };
}
