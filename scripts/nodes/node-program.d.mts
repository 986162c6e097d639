/**
 * The program of another version of Node, from the registry. It is installed once and kept in the temporary folder.
 * @param version such as `22`
 */
export function nodeProgram(version: string): string;
