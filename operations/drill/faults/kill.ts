import { docker } from "../../../docker/client";
import { containerState, signalProcess } from "../../../docker/container-process";
import type { Fault } from "./fault";

/** A crash: the process is gone at once, and the daemon starts the container again. */
export const kill: Fault = {
  name: "kill",
  sentence: "SIGKILL to the process, as a crash; the daemon starts it again",
  lastsMs: 0,
  inject: (target) => signalProcess(target, "SIGKILL"),
  async undo({ container }) {
    // Where the daemon is about to do it itself, that is not disturbed.
    if ((await containerState(container))?.status === "exited") await docker("start", container);
  },
  undoCommands: ({ container }) => [`docker start ${container}`],
};
