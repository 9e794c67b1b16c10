import { removeRun } from "./docker-objects";

/** Removes what a test file that died left on the daemon. */
export default function tearDown(): Promise<void> {
  return removeRun();
}
