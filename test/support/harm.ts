import { createHash } from "node:crypto";
import { docker, dockerRun } from "./docker-client";

/** A container of the simulator's image that runs as root, outside every network. */
const asRoot = ["run", "--rm", "--user", "0:0", "--network", "none"];

/** Sends a signal to a process of the host, by its number there. */
export function signalFromHost(image: string, pid: number, name: "SIGSTOP" | "SIGCONT" | "SIGKILL") {
  const script = `process.kill(${pid}, "${name}")`;
  return dockerRun(...asRoot, "--pid", "host", "--entrypoint", "node", image, "-e", script);
}

/** Edits the application file in the volume of a container, as no command of this project does. */
export async function editFile(
  image: string,
  container: string,
  edit: (text: string) => string,
): Promise<void> {
  const node = [...asRoot, "-v", `${container}_config:/x`, "--entrypoint", "node", image, "-e"];
  const file = "/x/application.yaml";
  const text = await docker(...node, `process.stdout.write(require("fs").readFileSync("${file}"))`);
  const bytes = Buffer.from(edit(text)).toString("base64");
  await docker(...node, `require("fs").writeFileSync("${file}", Buffer.from("${bytes}", "base64"))`);
}

/** Corrects the hash in the last line of an application file that was edited by hand. */
export function rehashed(text: string): string {
  const body = text.slice(0, text.lastIndexOf("hash: "));
  return `${body}hash: ${createHash("sha256").update(body).digest("hex")}\n`;
}
