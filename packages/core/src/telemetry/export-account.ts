/** The result of the exports. */
export interface ExportAccount {
  readonly sent: number;
  /** Exports that the collector refused, or did not confirm in time. */
  readonly failed: number;
  /** Why the first one failed; empty if none did. */
  readonly firstFailure: string;
}
