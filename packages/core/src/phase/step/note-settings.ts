import type { ServerSettings } from '../../spec/server-settings.ts';
import type { PhaseContext } from '../phase.ts';

/**
 * Reads and records the settings of the server, if it reports any. Never call this within a window: the server may respond
 * from its scheduler.
 * @param read whether they are read before the measurements or after
 * @throws the reason of the signal when it is aborted
 */
export async function noteSettings(
  { target, journal, signal }: Pick<PhaseContext, 'target' | 'journal' | 'signal'>,
  read: 'before' | 'after',
): Promise<void> {
  const found = await target.readSettings?.(signal);
  if (found !== undefined) journal.event({ kind: 'server-settings', read, ...copy(found) });
}

function copy({ server, version, settings, state, unread }: ServerSettings) {
  return { server, version, settings: { ...settings }, state: { ...state }, unread: { ...unread } };
}
