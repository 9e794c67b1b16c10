import { containerState, signalProcess } from "../../../docker/container-process";
import type { Fault } from "./fault";

/** A process that hangs, with every connection open, and wakes up believing that no time has passed. */
export const freeze: Fault = {
  name: "freeze",
  sentence: "SIGSTOP to the process for 5 seconds, then SIGCONT",
  lastsMs: 5000,
  inject: (target) => signalProcess(target, "SIGSTOP"),
  async undo({ container }) {
    // One that has died meanwhile is no longer frozen.
    const state = await containerState(container);
    if (state?.status === "running") await signalProcess(state, "SIGCONT");
  },
  // As root of the daemon's host: its process number is not ours to know on every machine.
  undoCommands: ({ container }) => [`sudo kill -CONT $(docker inspect -f '{{.State.Pid}}' ${container})`],
};
