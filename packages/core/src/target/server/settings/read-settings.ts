import type { ServerSettings } from '../../../spec/server-settings.ts';
import { askSource, type SettingsQuestion } from './ask-source.ts';
import { MAX_SETTINGS, type FlatSettings } from './flatten-settings.ts';
import { readProcessSettings } from './process-settings.ts';
import { SETTINGS_SOURCES } from './registry.ts';

/**
 * Reads the settings of a server from the sources of its kind, one after another, and from the command line of its process.
 * The result contains no secrets. A source without settings is listed with the reason; after a timeout the remaining sources
 * are skipped. Each response is bounded in time and size.
 * Do not call this during a measurement: some responses wait for the scheduler of the server.
 * @throws the signal's reason when it is aborted
 */
export async function readServerSettings(
  question: SettingsQuestion,
  signal?: AbortSignal,
): Promise<ServerSettings> {
  const settings: FlatSettings = new Map();
  const state: FlatSettings = new Map();
  const unread = new Map<string, string>();
  let { version } = question;
  let silence: string | undefined;
  for (const source of SETTINGS_SOURCES[question.kind]) {
    if (source.body !== undefined && source.body(question) === undefined) continue;
    if (silence !== undefined) {
      unread.set(source.paths[0] ?? '', silence);
      continue;
    }
    const { path, isSilent, read, failure } = await askSource(question, source, signal);
    if (isSilent) silence = `skipped after ${path}: ${failure}`;
    if (read === undefined) unread.set(path, failure);
    add(settings, read?.settings);
    add(state, read?.state);
    version = read?.version ?? version;
  }
  const command = await readProcessSettings(question);
  add(settings, command.settings);
  add(state, command.state);
  if (command.failure !== undefined) unread.set('/proc', command.failure);
  return {
    server: question.kind,
    version,
    settings: Object.fromEntries(settings),
    state: Object.fromEntries(state),
    unread: Object.fromEntries(unread),
  };
}

function add(to: FlatSettings, from: FlatSettings = new Map()): void {
  for (const [name, value] of from) if (to.size < MAX_SETTINGS) to.set(name, value);
}
