import { sep } from "node:path";
import { interceptLoads, lazyModule } from "./lazy-module";

/*
 * Loaded before Zod. It loads the words of its messages in fifty languages, of which English is used and loaded by itself: a sixth of the
 * processor time of a short command.
 */
const zod = `${sep}node_modules${sep}zod${sep}`;
interceptLoads((request, file, load) =>
  request === "../locales/index.cjs" && file.includes(zod) ? lazyModule(load) : load(),
);
