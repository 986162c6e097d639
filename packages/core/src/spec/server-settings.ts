import * as z from 'zod';

/** One setting: a text, a number in the unit of its name, or a switch. */
export type SettingValue = string | number | boolean;

/** Settings by name, flat and without secrets: `model.max_model_len`, `cache.block_size`, `--max-num-seqs`. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** What a server reported about itself at one time. */
export interface ServerSettings {
  /** Kind of server: `vllm`, `llama.cpp`, or `openai` for any other that has its API. */
  readonly server: string;
  /** Empty where the server does not report it. */
  readonly version: string;
  /** What stays as it is while the server runs. */
  readonly settings: Settings;
  /** What moves by itself, such as busy slots or when a model expires: kept, and never compared. */
  readonly state: Settings;
  /** What gave no settings, by its path or place, and why; many servers lack some of the places. */
  readonly unread: Readonly<Record<string, string>>;
}

export const SettingValueSchema = z.union([z.string(), z.number(), z.boolean()]);

const SettingsSchema = z.record(z.string(), SettingValueSchema);

/** The fields of {@link ServerSettings}, for events and results. */
export const SERVER_SETTINGS_FIELDS = {
  server: z.string(),
  version: z.string(),
  settings: SettingsSchema,
  state: SettingsSchema,
  unread: z.record(z.string(), z.string()),
} as const;
