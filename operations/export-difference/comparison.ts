import type { Application, Deployment } from "../../model/deployment";
import type { Layered } from "../../model/layers";
import {
  type ConfigurationObjects,
  configurationObjects,
  type ServerObject,
  typeOfNumber,
} from "../../render/configuration-objects";
import { byCodePoint } from "../../render";
import { emptyNotes } from "../import/notes";
import { selection } from "../import/selection";
import { DeclaredPlaces } from "./declared-place";
import type { ApplicationDifference, ExportDifference } from "./difference";
import { ExportedPlaces, type ExportStep } from "./exported-place";
import { externalDifferences } from "./external-servers";
import {
  applicationDifferences,
  type ApplicationResult,
  type ComparedApplication,
} from "./application-values";

/** What is compared. */
export interface Comparison {
  readonly stack: string;
  readonly deployment: Deployment;
  /** What the deployment was resolved from. */
  readonly written: Pick<Layered, "definition" | "source">;
  /** The export after each of its files; the last one counts. */
  readonly steps: readonly ExportStep[];
  readonly objects: ConfigurationObjects;
  /** Extra applications count if they serve this tenant or are owned by it; default any. */
  readonly tenant?: string;
  /** Whether options that only the export has are no differences. */
  readonly ignoreExtraOptions?: boolean;
}

/** Compares a deployment with what a Configuration Server holds, application by application. */
export function exportDifference(comparison: Comparison): ExportDifference {
  const { stack, deployment, steps, objects, tenant } = comparison;
  const places = new DeclaredPlaces(comparison.written);
  const exported = new ExportedPlaces(steps);
  const servers = new Map(objects.servers.map((server) => [server.name, server]));
  const pairs = comparedApplications(deployment, servers);
  const results = pairs.map((pair): ApplicationResult =>
    applicationDifferences(pair, {
      places,
      exported,
      // Only this project's own files hold what a hand-over makes up.
      isOwn: objects.settings !== undefined,
      ignoreExtraOptions: comparison.ignoreExtraOptions ?? false,
    }),
  );
  const missing = deployment.applications
    .filter(({ name }) => !servers.has(name))
    .map((application): ApplicationDifference => ({
      ...{ application: application.name, type: application.type, difference: "missing" },
      declaredIn: places.ofApplication(application, primaryOf(deployment, application).key),
    }));
  const applications = [...missing, ...extraApplications(comparison, exported)].sort((a, b) =>
    byCodePoint(a.application, b.application),
  );
  const values = [
    ...results.flatMap((result) => result.values),
    ...externalDifferences(deployment, servers, places, exported),
  ];
  const extraOptions = results.flatMap((result) => result.extraOptions);
  const counted = extraOptions.filter(({ counts }) => counts).flatMap(({ options }) => options);
  return {
    stack,
    files: steps.map(({ file }) => file),
    ...(tenant !== undefined && { tenant }),
    compared: pairs.length,
    applications,
    values,
    extraOptions,
    notCompared: [...results.flatMap((result) => result.notCompared), ...onlyNames(comparison)],
    differences: applications.length + values.length + counted.length,
  };
}

/** The applications that both sides have; what Configuration Server copies to a backup is its primary's. */
function comparedApplications(
  deployment: Deployment,
  servers: ReadonlyMap<string, ServerObject>,
): ComparedApplication[] {
  const declared = new Map(configurationObjects(deployment).servers.map((server) => [server.name, server]));
  return [...deployment.applications]
    .sort((a, b) => byCodePoint(a.name, b.name))
    .flatMap((application) => {
      const exported = servers.get(application.name);
      if (!exported) return [];
      const own = declared.get(application.name)!;
      const primary = primaryOf(deployment, application);
      const copied = declared.get(primary.name)!;
      const isBackup = primary !== application;
      const withCopies: ServerObject = {
        ...own,
        ...(isBackup && exported.tenants.length > 0 && { tenants: copied.tenants }),
        ...(isBackup && exported.connections.length > 0 && { connections: copied.connections }),
        ...(isBackup &&
          Object.keys(exported.userProperties).length > 0 && { userProperties: copied.userProperties }),
      };
      return [{ application, primaryKey: primary.key, declared: withCopies, exported }];
    });
}

function primaryOf({ applications }: Deployment, application: Application): Application {
  const name = application.serverInfo.primaryServer?.application;
  return applications.find((other) => other.name === name) ?? application;
}

/** Servers of a chat deployment that the definition doesn't have. */
function extraApplications(
  { deployment, objects, tenant }: Comparison,
  exported: ExportedPlaces,
): ApplicationDifference[] {
  const known = new Set([...deployment.applications, ...deployment.externalServers].map(({ name }) => name));
  return selection(objects, tenant, emptyNotes())
    .taken.flatMap(({ server, backup }) => [server, ...(backup ? [backup] : [])])
    .filter(({ name }) => !known.has(name))
    .map(({ name, type }) => ({
      ...{ application: name, type: typeOfNumber(type) ?? `application type ${type}`, difference: "extra" },
      exportedIn: exported.of(name),
    }));
}

/** An export may hold no more than a reference to an application. */
function onlyNames({ deployment, objects }: Comparison): string[] {
  const existing = new Set(objects.existing);
  return deployment.applications
    .filter(({ name }) => existing.has(name))
    .map(({ name }) => `${name}: the export refers to it and doesn't hold it. Export it too.`);
}
