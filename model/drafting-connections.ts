import type { DefinedApplication, DefinedConnection, Definition } from "./definition/definition";
import { defaultPortId } from "./defaults";
import type { DraftApplication, DraftConnection, DraftExternal, DraftTarget } from "./draft";
import { linksToUsers } from "./drafting-sharing";
import type { OtherStacks } from "./other-stacks";
import { type Path, sortedEntries } from "./path";

/** Looks up every connection; Interaction Servers come last, since theirs follow from the others'. */
export function connect(
  definition: Definition,
  applications: readonly DraftApplication[],
  externals: readonly DraftExternal[],
  others: OtherStacks,
): void {
  // Where a name is taken twice, which a rule reports, connections mean the one that is declared as a primary.
  const targets = new Map<string, DraftTarget>();
  for (const target of [...applications.filter((known) => known.role === "backup"), ...externals]) {
    targets.set(target.key, target);
  }
  for (const target of applications.filter((known) => known.role === "primary"))
    targets.set(target.key, target);

  const primary = applications.filter((known) => known.role === "primary");
  const last = (known: DraftApplication) => Number(known.type === "InteractionServer");
  const submitting = new Map<DraftTarget, DraftApplication[]>();
  for (const application of [...primary].sort((a, b) => last(a) - last(b))) {
    const stated = statedConnections(definition[application.group]?.[application.key]?.connections, [
      ...application.path,
      "connections",
    ]);
    application.derived = stated === undefined && application.type === "InteractionServer";
    const own = stated ?? (application.derived ? linksBack(application, submitting.get(application)) : []);
    const wanted: WantedConnection[] = [...own, ...linksToUsers(application, others)];
    application.connections = wanted.map(({ key, path, ...rest }) => {
      const target = rest.target ?? targets.get(key);
      const portId = rest.port ?? defaultPortId(application.type, target?.type ?? "");
      const port =
        target && (target.role === "external" ? target : target.ports.find((known) => known.id === portId));
      return {
        key,
        path,
        portId,
        ...(rest.protocol !== undefined && { protocol: rest.protocol }),
        ...(rest.addp && { addp: rest.addp }),
        ...(target && { target }),
        ...(port && { port }),
      } satisfies DraftConnection;
    });
    if (application.type !== "ChatServer") continue;
    for (const target of new Set(application.connections.map((connection) => connection.target))) {
      if (!target) continue;
      const known = submitting.get(target);
      if (known) known.push(application);
      else submitting.set(target, [application]);
    }
  }
}

type WantedConnection = DefinedConnection & {
  readonly key: string;
  readonly path: Path;
  readonly target?: DraftTarget;
};

function statedConnections(
  stated: DefinedApplication["connections"],
  path: Path,
): WantedConnection[] | undefined {
  if (Array.isArray(stated)) return stated.map((key, index) => ({ key, path: [...path, index] }));
  return (
    stated && sortedEntries(stated).map(([key, connection]) => ({ ...connection, key, path: [...path, key] }))
  );
}

/** An Interaction Server's duty: a link to the `ESP` port of every primary that submits to it (DeployChat). */
function linksBack(
  server: DraftApplication,
  submitting: readonly DraftApplication[] = [],
): WantedConnection[] {
  return submitting.map(({ key }) => ({ key, path: [...server.path, "connections"] }));
}
