import "server-only";
import { constants } from "node:fs";
import { access, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { FileDriver } from "./files";
import { AppError } from "./problems";

/** Files in a folder, spread over subfolders by the first two digits of their hash. */
export function diskFiles(folder: string): FileDriver {
  const pathOf = (hash: string) => path.join(folder, hash.slice(0, 2), hash);
  const exists = (hash: string) => access(pathOf(hash), constants.F_OK).then(() => true, () => false);
  return {
    async adopt(temporaryPath, hash) {
      if (await exists(hash)) return;
      await mkdir(path.dirname(pathOf(hash)), { recursive: true, mode: 0o700 });
      await rename(temporaryPath, pathOf(hash));
    },
    exists: (_db, hash) => exists(hash),
    async open(hash) {
      try {
        return (await open(pathOf(hash))).createReadStream();
      } catch (error) {
        throw new AppError("not-found", "The file is not there.", { cause: error });
      }
    },
    localPath: pathOf,
    delete: (_tx, hash) => rm(pathOf(hash), { force: true }),
  };
}
