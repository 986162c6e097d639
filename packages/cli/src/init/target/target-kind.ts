/** What a configuration can be for, in the order in which it is asked. */
export const TARGET_KINDS = ['server', 'command', 'embedded', 'module'] as const;

/** One of {@link TARGET_KINDS}. */
export type TargetKind = (typeof TARGET_KINDS)[number];

/** What each kind is. */
export const KIND_NOUNS: Readonly<Record<TargetKind, string>> = {
  server: 'a running server',
  command: 'a server that Loadcell starts',
  embedded: 'a model file (GGUF) in the embedded engine',
  module: 'a model in an engine module',
};

/** What is known about a target. Paths are relative to the working directory. */
export interface TargetFacts {
  readonly kind: TargetKind;
  readonly url?: string;
  /** Of a server. */
  readonly api?: string;
  readonly pid?: unknown;
  readonly command?: readonly string[];
  /** A path or a package. */
  readonly engine?: string;
  /** Names of a server, or files. */
  readonly models: readonly string[];
}
