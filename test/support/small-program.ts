import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "./tools";

/** Writes the least that a program can be: the engine, a language host, the SDK. */
export function writeEmptyProgram(folder: string): void {
  writeProgram(folder, `require("@pulumi/pulumi");`);
}

/** Writes a Pulumi project of one JavaScript file, beside the checkout's packages. */
export function writeProgram(folder: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.js"), `${text}\n`);
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "name: genesys-chat-bench\nmain: index.js\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
  );
  cpSync(join(checkout, "package.json"), join(folder, "package.json"));
  symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
}
