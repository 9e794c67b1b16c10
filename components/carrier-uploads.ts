import * as pulumi from "@pulumi/pulumi";
import type * as docker from "@pulumi/docker";
import type { Application } from "../model/deployment";
import { needsRestart } from "../model/options/catalogue";
import { applicationFile } from "../render";
import { paths } from "./container-policy";
import type { Placement } from "./placement";

/** The names of the secrets that an application's options and user properties refer to, sorted. */
export function secretNames({ options, annex = {} }: Application): string[] {
  const sections = [...Object.values(options), ...Object.values(annex)];
  const values = sections.flatMap((section) => Object.values(section));
  const names = values.flatMap((value) => (typeof value === "string" ? [] : [value.secret]));
  return [...new Set(names)].sort();
}

/** Whether something that a process takes in only at its start is a secret; user properties count as that. */
export function hasSecretForStart({ type, options, annex = {} }: Application): boolean {
  const properties = Object.values(annex).flatMap((section) => Object.values(section));
  if (properties.some((value) => typeof value !== "string")) return true;
  return Object.entries(options).some(([section, values]) =>
    Object.entries(values).some(
      ([option, value]) => typeof value !== "string" && needsRestart(type, section, option),
    ),
  );
}

/** An application's file as the carrier takes it; with secrets in it, the whole text is a secret to the engine. */
export function carrierUploads(
  placement: Placement,
  application: Application,
): docker.types.input.ContainerUpload[] {
  return [
    {
      file: `${paths.config}/${paths.file}`,
      content: fileText(placement, application),
      // The daemon gives the file to the account that the carrier would run as, root: the process, whatever it runs as,
      // can read it and not write it. Nobody else has the volume.
      permissions: "0444",
    },
  ];
}

function fileText(placement: Placement, application: Application): pulumi.Input<string> {
  const names = secretNames(application);
  if (names.length === 0) return applicationFile(placement.deployment, application).text;
  return pulumi.all(names.map((name) => placement.secret(name))).apply((values) => {
    const byName = new Map(names.map((name, index) => [name, values[index] ?? ""]));
    return applicationFile(placement.deployment, application, (name) => byName.get(name) ?? "").text;
  });
}
