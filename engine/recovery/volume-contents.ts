import { simulatorImage } from "../../system/simulator-image";
import { query } from "../../docker/command";

/** Seconds that a container may take to look into a volume. */
const patience = 30;

/** Whether a volume holds nothing at all. If that can't be seen, it counts as one with data. */
export async function holdsNothing(volume: string): Promise<boolean> {
  const limits = [
    "--network",
    "none",
    "--user",
    "0:0",
    "--read-only",
    "--cap-drop",
    "ALL",
    "--pull",
    "never",
  ];
  const mount = ["--mount", `type=volume,source=${volume},target=/looked-into,readonly,volume-nocopy`];
  const script = `process.exit(require("fs").readdirSync("/looked-into").length === 0 ? 0 : 1)`;
  const { code } = await query(
    ["run", "--rm", ...limits, ...mount, "--entrypoint", "node", simulatorImage(), "-e", script],
    patience,
  );
  return code === 0;
}
