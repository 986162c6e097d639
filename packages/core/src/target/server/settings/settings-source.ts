/** What a source is asked about. */
export interface AskedServer {
  /** The main model, by its name on the server; undefined where none is known. */
  readonly model: string | undefined;
}

/** Where a server reports settings, and how its answer is read. */
export interface SettingsSource {
  /** Paths in order of preference: the first that responds with JSON is read. Newer ones come first. */
  readonly paths: readonly string[];
  /** Makes the question a POST that only reads; undefined where there is nothing to ask about. */
  readonly body?: (asked: AskedServer) => unknown;
  /** Leads every name of the answer; none when absent. */
  readonly prefix?: string;
  /**
   * The part of the answer that holds settings; all of it when absent. Redacted afterwards, by the names of fields: a value
   * that is kept stays under its own.
   */
  readonly pick?: (json: unknown, asked: AskedServer) => unknown;
  /** Names that move by themselves while the server runs, with their prefix. */
  readonly state?: RegExp;
  /** Names that mean nothing: made anew for each answer, or of no server's setting. */
  readonly ignored?: RegExp;
  /** The setting that is the version of the server. */
  readonly version?: string;
  /**
   * Makes it a page of metrics: which series have labels that are settings, by the name without the prefix of the server. The
   * rest of the answer is no settings.
   */
  readonly series?: RegExp;
}
