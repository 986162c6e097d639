/** A program and its arguments; no shell reads them. */
export interface BrowserCall {
  readonly program: string;
  readonly args: readonly string[];
}

/** Where browsers are looked for. */
export interface BrowserPlace {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** One entry of BROWSER: a program with arguments, `%s` stands for the address. */
function callOf(entry: string, url: string): BrowserCall[] {
  const [program, ...args] = entry.split(/\s+/).filter((word) => word !== '');
  if (program === undefined) return [];
  return args.some((arg) => arg.includes('%s'))
    ? [{ program, args: args.map((arg) => arg.replaceAll('%s', () => url)) }]
    : [{ program, args: [...args, url] }];
}

function callsOfSystem({ platform, environment }: BrowserPlace, url: string): BrowserCall[] {
  switch (platform) {
    case 'darwin':
      return [{ program: 'open', args: [url] }];
    case 'win32':
      // What `start` does, without cmd.exe, which would interpret & and % in a path.
      return [{ program: 'rundll32', args: ['url.dll,FileProtocolHandler', url] }];
    default: {
      const isGraphical = ['DISPLAY', 'WAYLAND_DISPLAY', 'WSL_DISTRO_NAME'].some(
        (name) => (environment[name] ?? '') !== '',
      );
      // Without a display, xdg-open would start a text browser in this terminal.
      return isGraphical ? [{ program: 'xdg-open', args: [url] }] : [];
    }
  }
}

/**
 * The programs that may open an address, in the order to try them: those of BROWSER alone where it is set (separated by
 * `:`, or `;` on Windows), else that of the system.
 */
export function browserCalls(url: string, place: BrowserPlace): readonly BrowserCall[] {
  const chosen = place.environment['BROWSER'] ?? '';
  if (chosen.trim() === '') return callsOfSystem(place, url);
  const separator = place.platform === 'win32' ? ';' : ':';
  return chosen.split(separator).flatMap((entry) => callOf(entry, url));
}
