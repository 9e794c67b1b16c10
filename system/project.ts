import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The project's name, also stated in Pulumi.yaml. */
export { project } from "../model";

/** The project's folder: the nearest one above this file, compiled or not, that holds Pulumi.yaml. */
export const root = above(__dirname);

function above(folder: string): string {
  if (existsSync(join(folder, "Pulumi.yaml")) || folder === dirname(folder)) return folder;
  return above(dirname(folder));
}

/** This project's release, as package.json has it. */
export function release(): string {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return version;
}
