import type { RunResults } from '../../results/run-results.ts';
import { settingRows } from './settings-lines.ts';
import type { PageData } from '../../page/page-data.ts';

/** What the server reported about its settings, as text; null where none were read. */
export function settingsData(results: RunResults): PageData['settings'] {
  const { server: found } = results;
  if (found === undefined) return null;
  return {
    server: `${found.server} ${found.version}`.trim(),
    rows: settingRows(results),
    unread: Object.entries(found.unread).map(([place, reason]) => ({ place, reason })),
  };
}
