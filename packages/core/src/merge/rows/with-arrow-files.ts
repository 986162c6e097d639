import { withArrowFile, type ArrowFile } from '../../stream/files/arrow-reader.ts';

/** Opens the same stream of several directories, and closes all of them again. */
export async function withArrowFiles<Result>(
  paths: readonly string[],
  read: (files: readonly ArrowFile[]) => Promise<Result>,
): Promise<Result> {
  const [path, ...rest] = paths;
  if (path === undefined) return await read([]);
  return await withArrowFile(path, (file) =>
    withArrowFiles(rest, (others) => read([file, ...others])),
  );
}
