import { removeRun } from "./docker-objects";

/** Removes what a test file that died left on the daemon. Without a Docker client nothing was made: unit tests need none. */
export default async function tearDown(): Promise<void> {
  try {
    await removeRun();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
