/** The server that a source belongs to. */
export interface AskedServer {
  /** The main model, by its name on the server; undefined where none is known. */
  readonly model: string | undefined;
}

/** A place where a server reports settings, and how to read its response. */
export interface SettingsSource {
  /** Paths in order of preference: the first that responds with JSON is read. Newer ones come first. */
  readonly paths: readonly string[];
  /** Makes the request a POST that only reads; undefined where there is nothing to request. */
  readonly body?: (asked: AskedServer) => unknown;
  /** Prefix of every name in the response; none when absent. */
  readonly prefix?: string;
  /**
   * Picks the part of the response with settings; all of it when absent. Redaction by field names follows, so keep each value
   * under its own name.
   */
  readonly pick?: (json: unknown, asked: AskedServer) => unknown;
  /** Names, with prefix, of values that change while the server runs. */
  readonly state?: RegExp;
  /** Names to ignore: generated for each response, or not a setting. */
  readonly ignored?: RegExp;
  /** The setting with the version of the server. */
  readonly version?: string;
  /**
   * Marks a page of metrics: pattern of series, without the prefix of the server, whose labels are settings. The rest of the
   * response is ignored.
   */
  readonly series?: RegExp;
}
