import '@loadcell/core/vitest'; // once, or in setupFiles
import { expect, it } from 'vitest';

it('the newest run is fast enough', async () => {
  const criteria = ['ttft.p95<=500ms', 'errorRate<=5%'];
  await expect('loadcell-results/latest').toMeetCriteria(criteria);
});
