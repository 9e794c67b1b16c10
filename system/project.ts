import { readFileSync } from "node:fs";
import { join } from "node:path";
import { installation } from "./installation";

/** The project's name, also stated in Pulumi.yaml. */
export { project } from "../model";

/** The set-up is plain JavaScript outside the build. */
interface ProjectFolder {
  projectFolder(this: void, workingDirectory: string): string;
}

/** The project's folder: the one that the working directory lies in, else the folder of this program. */
export const root = folder();

function folder(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { projectFolder } = require(join(installation, "setup", "project-folder.js")) as ProjectFolder;
  return projectFolder(process.cwd());
}

/** This project's release, as package.json has it. */
export function release(): string {
  const { version } = JSON.parse(readFileSync(join(installation, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}
