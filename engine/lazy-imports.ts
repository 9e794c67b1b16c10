import { sep } from "node:path";
import "../system/lazy-locales";
import { loadLazily } from "../system/lazy-module";
import { untouchedVariable } from "../system/sdk-switch";

/*
 * Loaded before the SDK: by this process before it runs a program, and by Node.js in Pulumi's language host, as Pulumi.yaml says (`nodeargs`). The
 * SDK loads TypeScript and a package manager's tree when it is loaded, and needs them only to serialise functions, which no
 * resource here has. They take as long to load as the rest of the SDK together (docs/adr/0062-lighten-the-sdk.md).
 */

/** What the SDK's own modules get when something of it is used. */
const lazy: ReadonlySet<string> = new Set(["typescript", "@npmcli/arborist"]);

const sdk = `${sep}@pulumi${sep}pulumi${sep}`;

if (process.env[untouchedVariable] === undefined)
  loadLazily((request, file) => lazy.has(request) && file.includes(sdk));
