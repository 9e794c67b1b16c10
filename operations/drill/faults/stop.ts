import { docker } from "../../../docker/client";
import { containerState } from "../../../docker/container-process";
import type { Fault } from "./fault";

/** An operator's stop: SIGTERM, so that the member can hand over, and a start some time later. */
export const stop: Fault = {
  name: "stop",
  sentence: "docker stop, and docker start 3 seconds after it has ended",
  lastsMs: 3000,
  inject: async ({ container }) => void (await docker("stop", container)),
  async undo({ container }) {
    const state = await containerState(container);
    if (state && state.status !== "running") await docker("start", container);
  },
  undoCommands: ({ container }) => [`docker start ${container}`],
};
