import type { Terminal, TextStream } from '../src/terminal/terminal.ts';

/** A stream that records what is written to it. */
export class FakeStream implements TextStream {
  text = '';
  readonly isTerminal: boolean;
  readonly isInteractive: boolean;
  readonly hasColors = false;
  columns: number | undefined;
  readonly rows: number | undefined;

  constructor(
    options: {
      readonly isInteractive?: boolean;
      readonly columns?: number;
      readonly rows?: number;
    } = {},
  ) {
    this.isInteractive = options.isInteractive ?? false;
    this.isTerminal = this.isInteractive;
    this.columns = options.columns;
    this.rows = options.rows;
  }

  write(text: string): void {
    this.text += text;
  }
}

/** A terminal that records what is written to it. */
export class FakeTerminal implements Terminal {
  readonly stdout = new FakeStream();
  readonly stderr = new FakeStream();
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;

  constructor(workingDirectory = '/nowhere', environment: Readonly<Record<string, string>> = {}) {
    this.workingDirectory = workingDirectory;
    this.environment = environment;
  }
}
