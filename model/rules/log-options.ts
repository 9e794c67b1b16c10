import { nearest } from "../nearest";
import { holds } from "../path";
import { statedOptions } from "./stated-options";
import { type Rule } from "./rule";

const logToNetwork: Rule = {
  id: "log-network-needs-message-server",
  severity: "warning",
  sentence: "An application that logs to the network is connected to a Message Server.",
  reason: "That is where such messages go; without it they are lost.",
  source: "GAX-script, as far as the value says it",
  *check({ draft }) {
    for (const server of draft.applications) {
      const connected = (server.primary ?? server).connections.some(
        ({ target }) => target?.type === "MessageServer",
      );
      for (const [name, option] of server.options.get("log") ?? []) {
        const outputs =
          typeof option.value === "string" ? option.value.split(",").map((output) => output.trim()) : [];
        if (connected || !outputs.includes("network") || !holds(server.path, option.path)) continue;
        const message = `log/${name} of ${server.key} names network, and it has no connection to a Message Server.`;
        yield {
          path: option.path,
          message,
          dependsOn: [[...(server.primary ?? server).path, "connections"]],
        };
      }
    }
  },
};

/** The outputs that are no file. */
const outputs = ["stdout", "stderr", "network", "syslog"];

const outputSpelled: Rule = {
  id: "log-output-spelled",
  severity: "warning",
  sentence: "An output in the log section is not a misspelt stdout, stderr, network or syslog.",
  reason: "Any other word is the name of a file, which the server then writes.",
  source: "GAX-script, as far as the value says it",
  *check(context) {
    for (const { application, section, name, option } of statedOptions(context)) {
      if (section !== "log" || !levels.includes(name) || typeof option.value !== "string") continue;
      for (const output of option.value.split(",").map((word) => word.trim())) {
        if (outputs.includes(output) || !/^[A-Za-z]+$/.test(output)) continue;
        const meant = nearest(output, outputs);
        if (meant === undefined) continue;
        const message = `log/${name} of ${application.key} names "${output}", which is the name of a file.`;
        yield { path: option.path, message, allowed: outputs, hint: `Did you mean "${meant}"?` };
      }
    }
  },
};

/** The options that say where messages of a level go. */
const levels = ["all", "standard", "trace"];

/** Where messages go. */
export const logRules: readonly Rule[] = [logToNetwork, outputSpelled];
