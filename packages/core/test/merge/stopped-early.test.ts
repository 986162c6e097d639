import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mergeRuns } from '../../src/merge/merge-runs.ts';
import { concludeDirectory } from '../../src/report/results/conclude-directory.ts';
import { renderMarkdown } from '../../src/report/markdown/render-markdown.ts';
import { LoadcellError } from '../../src/spec/error/errors.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';
import { buildLoader } from './machine-run.ts';

it('a run that an agent ended before the first phase names this agent and why', async () => {
  const folder = temporaryFolder();
  const reason = 'cannot use "/full": no space left on device';
  const failure = new LoadcellError('FLEET_AGENT', `machine b: ${reason}`, { help: 'free space' });
  const path = await buildLoader(join(folder, 'a'), {
    machine: 'a',
    stoppedBy: new LoadcellError('FLEET_AGENT', `machine b: ${reason}`),
  });
  const out = join(folder, 'out');
  await mergeRuns([{ path }], out, {
    expected: { slices: 2, watchers: [] },
    lost: [{ machine: 'b', reason }],
    failure,
  });
  const conclusion = await concludeDirectory(out);
  const { verdict, results } = conclusion;
  expect(verdict).toMatchObject({ status: 'fail', exitCode: 4 });
  expect(verdict.errors.map(({ message }) => message)).toEqual([failure.message]);
  expect(results.errors).toMatchObject([{ code: 'FLEET_AGENT', summary: failure.summary }]);
  expect(renderMarkdown(conclusion)).toContain('machine b: cannot use');
});
