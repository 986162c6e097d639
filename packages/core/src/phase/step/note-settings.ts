import type { ServerSettings } from '../../spec/server-settings.ts';
import type { PhaseContext } from '../phase.ts';

/**
 * Reads the settings of the server and notes them; nothing where a target has none. Never within a window: the server may
 * answer from its scheduler.
 * @param read whether the measuring is to come, or done
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
