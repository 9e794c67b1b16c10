import { primaries } from "../draft";
import { filesNamed } from "../other-stacks";
import { type Rule } from "./rule";

const namesOfOthers: Rule = {
  id: "name-of-other-stack",
  severity: "error",
  sentence: "No other stack with the same Configuration Server has an application of the same name.",
  reason: "An Application's name is unique in a configuration database.",
  source: "PSDK-CfgApplication",
  *check({ draft, others }) {
    const server = draft.configurationServer;
    for (const { name, path, role } of server ? draft.applications : []) {
      const files = others.naming(server!, name);
      if (files.length === 0) continue;
      const message = `${name} is an application of ${filesNamed(files)} too, and they are in one Configuration Server.`;
      const hint = "Give this stack a namePrefix of its own.";
      yield {
        path: role === "backup" ? [...path, "name"] : path,
        message,
        hint,
        dependsOn: [["namePrefix"]],
      };
    }
  },
};

const tenantsOfOthers: Rule = {
  id: "tenant-of-other-stack",
  severity: "error",
  sentence: "Stacks with the same Configuration Server agree on which tenant has which DBID.",
  reason: "A DBID is a tenant's number there: the endpoints of one would be read as the other's.",
  source: "ES-endpoints",
  *check({ draft, others }) {
    const server = draft.configurationServer;
    for (const { name, dbid, path } of server ? draft.tenants : []) {
      const found = others.contradicting(server!, { name, dbid });
      const [first] = found;
      if (!first) continue;
      const files = filesNamed(found.map(({ file }) => file));
      const message = `${name} has the DBID ${dbid}, and in ${files} ${first.value.name} has ${first.value.dbid}.`;
      yield { path: [...path, "dbid"], message };
    }
  },
};

const watchesState: Rule = {
  id: "web-api-needs-solution-control-server",
  severity: "advice",
  sentence: "With delivery by Configuration Server a Web API Server is connected to Solution Control Server.",
  reason: "It learns there which Chat Servers run; and nothing else promotes a standby.",
  source: "ES-WebAPI; AppRedun",
  *check({ draft }) {
    if (!draft.configurationServer) return;
    const allowed = draft.externals
      .filter(({ type }) => type === "SolutionControlServer")
      .map((each) => each.key);
    for (const { key, path, connections } of primaries(draft, "WebApiServer")) {
      if (connections.some(({ target }) => target?.type === "SolutionControlServer")) continue;
      const message = `${key} has no connection to a SolutionControlServer.`;
      const hint = "Declare it in externalServers, and connect it.";
      yield { path: [...path, "connections"], message, allowed, ...(allowed.length === 0 && { hint }) };
    }
  },
};

/** What is shared with others through a Configuration Server. */
export const configurationServerRules: readonly Rule[] = [namesOfOthers, tenantsOfOthers, watchesState];
