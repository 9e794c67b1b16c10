import { type DraftApplication, primaries } from "../draft";
import { largestFile } from "../local-file";
import { type Path } from "../path";
import { type Rule } from "./rule";

/** The keys of an application that only a named image follows. */
const imageKeys = [
  "commandLine",
  "commandLineArguments",
  "workingDirectory",
  "user",
  "writablePaths",
  "files",
  "health",
] as const;

/** What a container has of its own: its configuration, its data, its memory file system and the kernel's. */
const reservedPaths = ["/etc/genesys", "/var/lib/genesys", "/tmp", "/proc", "/sys", "/dev"];

function within(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}

const needImage: Rule = {
  id: "image-settings-need-image",
  severity: "error",
  sentence:
    "Command line, working directory, account, writable paths, own files and health check come with an image.",
  reason: "The simulator ignores them, although they look effective.",
  source: "design, Running it: Images",
  *check({ draft }) {
    for (const { key, path, image, imagePath, process, role } of draft.applications) {
      if (image !== undefined || role === "backup" || !process) continue;
      for (const name of imageKeys.filter((known) => process[known] !== undefined)) {
        const message = `${key} states ${name} and no image, so it runs the simulator, which doesn't follow it.`;
        const hint = `Name its image, or leave ${name} out.`;
        yield { path: [...path, name], message, hint, dependsOn: [imagePath, ["images"]] };
      }
    }
  },
};

const configurationServerImage: Rule = {
  id: "configuration-server-needs-image",
  severity: "error",
  sentence: "With delivery by Configuration Server every application has an image of its own.",
  reason: "The simulator reads files only: it would wait for one that never comes.",
  source: "design, Running it: Delivery",
  *check({ draft }) {
    if (!draft.configurationServer) return;
    for (const { key, path, image, role } of draft.applications) {
      if (image !== undefined || role === "backup") continue;
      const message = `${key} has no image, and the simulator doesn't read from a Configuration Server.`;
      yield { path: [...path, "image"], message, dependsOn: [["delivery"], ["images"]] };
    }
  },
};

/** The folders and files that an application's container is to have, with where each is written. */
function placesIn({ path, process }: DraftApplication): { readonly place: string; readonly path: Path }[] {
  const files = (process?.files ?? []).map((file) => ({
    place: file.path,
    path: [...path, "files", file.path],
  }));
  const folders = (process?.writablePaths ?? []).map((place) => ({
    place,
    path: [...path, "writablePaths"],
  }));
  return [...folders, ...files];
}

const reserved: Rule = {
  id: "path-reserved",
  severity: "error",
  sentence: `Writable paths and own files lie outside of ${reservedPaths.join(", ")}.`,
  reason: "A container has something of its own there, which they would hide.",
  source: "design, Running it: Hardened by default; docs/application-file.md",
  *check({ draft }) {
    for (const application of primaryOnes(draft.applications)) {
      for (const { place, path } of placesIn(application)) {
        const taken = reservedPaths.find((known) => within(place, known) || within(known, place));
        if (taken === undefined) continue;
        const message = `${place} of ${application.key} is, holds or lies in ${taken}, which the container has for itself.`;
        yield { path, message };
      }
    }
  },
};

const fileFolders: Rule = {
  id: "own-file-folder",
  severity: "error",
  sentence: "An own file lies in a folder of its container, and in no writable path.",
  reason: "Its folder is mounted read-only, so that only a reviewed change can edit it.",
  source: "design, The typed stack definition: files",
  *check({ draft }) {
    for (const application of primaryOnes(draft.applications)) {
      const writable = application.process?.writablePaths ?? [];
      for (const { path: file } of application.process?.files ?? []) {
        const folder = file.slice(0, file.lastIndexOf("/"));
        const path = [...application.path, "files", file];
        if (!/^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._@+-]+){2,}$/.test(file)) {
          const message = `"${file}" is no file in a folder of a container.`;
          yield { path, message, hint: "Write a path such as /opt/tomcat/webapps/page.jsp." };
          continue;
        }
        const other = writable.find((place) => within(folder, place) || within(place, folder));
        if (other === undefined) continue;
        const message = `${file} of ${application.key} shares its folder with the writable path ${other}.`;
        yield { path, message, dependsOn: [[...application.path, "writablePaths"]] };
      }
    }
  },
};

const fileThere: Rule = {
  id: "own-file-readable",
  severity: "error",
  sentence: `An own file is a file of the project that can be read, not empty and at most ${largestFile / 1024} KiB.`,
  reason: "It is part of what is deployed, and is stored in the state.",
  source: "design, The typed stack definition: files",
  *check({ draft, files }) {
    if (!files) return;
    for (const application of primaryOnes(draft.applications)) {
      for (const { path: place, source } of application.process?.files ?? []) {
        const local = files.get(source);
        if (local?.content) continue;
        const message = `${source}, which ${application.key} has as ${place}, can't be taken: ${local?.fault ?? "there is no such file"}.`;
        yield { path: [...application.path, "files", place], message };
      }
    }
  },
};

const healthOfPair: Rule = {
  id: "pair-without-health",
  severity: "warning",
  sentence: "A pair of named images has a health check.",
  reason: "Without one an update can't wait until the standby is healthy before it replaces the primary.",
  source: "design, Running it: a pair is never down together",
  *check({ draft }) {
    for (const { key, path, image, process, backup } of draft.applications) {
      if (!backup || image === undefined || process?.health) continue;
      const message = `${key} and its standby have an image and no health check: a change may find both on their way up.`;
      yield { path: [...path, "health"], message, hint: "State health: { command: [...] }." };
    }
  },
};

const suspension: Rule = {
  id: "shutdown-covers-suspension",
  severity: "warning",
  sentence: "GMS's shutdown timeout is longer than its suspension lasts.",
  reason:
    "A graceful stop first waits for suspending-wait-timeout; killed before, it drops what it was to finish.",
  source: "GMS-StartStop-812",
  *check({ draft }) {
    for (const { key, path, process, annex } of primaries(draft, "GenesysMobileServices")) {
      if (process?.shutdownTimeout === undefined) continue;
      const stated = annex.get("sml")?.get("suspending-wait-timeout")?.value;
      const suspending = typeof stated === "string" ? Number(stated) : 10;
      if (!(process.shutdownTimeout <= suspending)) continue;
      const message = `${key} is killed after ${process.shutdownTimeout} s, and its suspension alone lasts ${suspending} s.`;
      yield { path: [...path, "shutdownTimeout"], message, dependsOn: [[...path, "annex"]] };
    }
  },
};

const hostRecorded: Rule = {
  id: "host-recorded-only",
  severity: "advice",
  sentence: "An application with a host is started on that host by the operator.",
  reason:
    "One Docker daemon runs all applications of a stack; the host's name goes to the Application object and to the rule on pairs only.",
  source: "design, Running it: Targets",
  *check({ draft }) {
    const named = draft.applications.filter(({ placement }) => placement !== undefined);
    const hosts = new Set(named.map(({ placement }) => placement));
    if (hosts.size < 2) return;
    const [first] = named;
    const message = `${hosts.size} hosts are named, and all applications run on one Docker daemon.`;
    yield { path: [...first!.path, "host"], message };
  },
};

function primaryOnes(applications: readonly DraftApplication[]): DraftApplication[] {
  return applications.filter(({ role }) => role === "primary");
}

/** How processes are started, asked and stopped. */
export const processRules: readonly Rule[] = [
  needImage,
  configurationServerImage,
  reserved,
  fileFolders,
  fileThere,
  healthOfPair,
  suspension,
  hostRecorded,
];
