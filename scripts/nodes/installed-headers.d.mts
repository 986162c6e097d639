/** The headers installed with this Node, with which node-gyp downloads none: a folder for `--nodedir`. */
export function installedHeaders(): string | undefined;
