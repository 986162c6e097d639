import * as z from 'zod';

/** One setting: a text, a number in the unit of its name, or a flag. */
export type SettingValue = string | number | boolean;

/** Settings by name, flat and without secrets: `model.max_model_len`, `cache.block_size`, `--max-num-seqs`. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** Settings that a server reported at one time. */
export interface ServerSettings {
  /** Kind of server: `vllm`, `llama.cpp`, or `openai` for any other server with that API. */
  readonly server: string;
  /** Empty where the server does not report it. */
  readonly version: string;
  /** Settings that do not change while the server runs. */
  readonly settings: Settings;
  /** Values that change on their own, such as busy slots or the expiry of a model: kept, but never compared. */
  readonly state: Settings;
  /** Sources without settings, by path or place, with the reason; many servers lack some of them. */
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
