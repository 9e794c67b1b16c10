import { type ConfigurationServer, type Deployment } from "../deployment";
import { primaries } from "../draft";
import { byCodePoint } from "../path";
import { type Context, type Rule } from "./rule";

/** The other stacks whose objects are in the same Configuration Server, by the names of their files. */
function sharing({ draft, others }: Context): { readonly file: string; readonly deployment: Deployment }[] {
  const own = draft.configurationServer;
  return others
    .filter(({ deployment }) => own && isSame(own, deployment.configurationServer))
    .sort((a, b) => byCodePoint(a.file, b.file));
}

function isSame(left: ConfigurationServer, right: ConfigurationServer | undefined): boolean {
  return left.host === right?.host && left.port === right.port;
}

const namesOfOthers: Rule = {
  id: "name-of-other-stack",
  severity: "error",
  sentence: "No other stack with the same Configuration Server has an application of the same name.",
  reason: "An Application's name is unique in the whole configuration database.",
  source: "PSDK-CfgApplication",
  *check(context) {
    for (const { file, deployment } of sharing(context)) {
      const taken = new Set(deployment.applications.map(({ name }) => name));
      for (const { name, path, role } of context.draft.applications) {
        if (!taken.has(name)) continue;
        const message = `${name} is an application of ${file} too, and both stacks are in one Configuration Server.`;
        const hint = "Give this stack a namePrefix of its own.";
        yield {
          path: role === "backup" ? [...path, "name"] : path,
          message,
          hint,
          restsOn: [["namePrefix"]],
        };
      }
    }
  },
};

const tenantsOfOthers: Rule = {
  id: "tenant-of-other-stack",
  severity: "error",
  sentence: "Stacks with the same Configuration Server agree on which tenant has which DBID.",
  reason: "A DBID is a tenant's number there: the endpoints of one would be read as the other's.",
  source: "ES-endpoints",
  *check(context) {
    for (const { file, deployment } of sharing(context)) {
      for (const { name, dbid, path } of context.draft.tenants) {
        const other = deployment.tenants.find((known) => (known.dbid === dbid) !== (known.name === name));
        if (!other) continue;
        const message = `${name} has the DBID ${dbid}, and in ${file} ${other.name} has ${other.dbid}.`;
        yield { path: [...path, "dbid"], message };
      }
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
    for (const { key, path, connections } of primaries(draft, "WebApiServer")) {
      if (connections.some(({ target }) => target?.type === "SolutionControlServer")) continue;
      const allowed = draft.externals
        .filter(({ type }) => type === "SolutionControlServer")
        .map((each) => each.key);
      const message = `${key} has no connection to a SolutionControlServer.`;
      const hint = "Declare it in externalServers, and connect it.";
      yield { path: [...path, "connections"], message, allowed, ...(allowed.length === 0 && { hint }) };
    }
  },
};

/** What is shared with others through a Configuration Server. */
export const configurationServerRules: readonly Rule[] = [namesOfOthers, tenantsOfOthers, watchesState];
