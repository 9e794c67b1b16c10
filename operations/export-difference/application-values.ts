import type { Application, ApplicationType } from "../../model/deployment";
import { findOption } from "../../model/options/catalogue";
import { byCodePoint } from "../../render";
import { type ServerObject, typeOfNumber } from "../../render/configuration-objects";
import { componentTypes } from "../change/difference/stack-view";
import { effectOf, nameOfValue } from "../change/impact";
import type { ValueChange } from "../change/preview-steps";
import { isSameValue } from "../import/option-definition";
import { type DeclaredPlaces, defaultPlace } from "./declared-place";
import type { ExtraOptions, ValueDifference } from "./difference";
import type { ExportedPlaces } from "./exported-place";
import { serverValues, unstatedAttributes } from "./server-values";
import { isUncomparable, shownValue } from "./shown-value";

/** An application that both sides have. */
export interface ComparedApplication {
  readonly application: Application;
  /** The key of the pair's primary; its own if it is the primary. */
  readonly primaryKey: string;
  readonly declared: ServerObject;
  readonly exported: ServerObject;
}

/** What the comparison of one application needs besides. */
export interface ValueContext {
  readonly places: DeclaredPlaces;
  readonly exported: ExportedPlaces;
  /** Whether this project wrote the export: then all that it writes is compared. */
  readonly isOwn: boolean;
  readonly ignoreExtraOptions: boolean;
}

/** What was found in one application. */
export interface ApplicationResult {
  readonly values: readonly ValueDifference[];
  readonly extraOptions: readonly ExtraOptions[];
  /** One sentence each. */
  readonly notCompared: readonly string[];
}

/** A value that differs, with the place of its declaration. */
interface Found extends ValueChange {
  readonly key: string;
  readonly declaredIn: string;
}

/** Compares one application value by value. */
export function applicationDifferences(pair: ComparedApplication, context: ValueContext): ApplicationResult {
  const { application } = pair;
  const { name, type } = application;
  const found = differing(pair, context.places);
  const secrets = found.filter((value) => isUncomparable(value.new, value.old));
  const unstated = found.filter((value) => !context.isOwn && isUnstated(value));
  const rest = found.filter((value) => !secrets.includes(value) && !unstated.includes(value));
  const groups = new Map<ExtraOptions["reason"], Found[]>();
  const values = rest.filter((value) => {
    const reason = reasonToGroup(type, value, context.ignoreExtraOptions);
    if (reason !== undefined) groups.set(reason, [...(groups.get(reason) ?? []), value]);
    return reason === undefined;
  });
  const list = (some: readonly Found[]) => some.map(nameOfValue).join(", ");
  return {
    values: [...typeDifference(pair, context), ...values.map((value) => difference(value, type, context))],
    extraOptions: [...groups].map(([reason, options]) => ({
      ...{ application: name, exportedIn: context.exported.of(name), reason },
      counts: reason === "not in the catalogue",
      options: options.map((value) => ({
        option: nameOfValue(value),
        exported: shownValue(value.path, value.old!),
      })),
    })),
    notCompared: [
      ...(secrets.length > 0 ? [`${name}: ${list(secrets)}: the definition holds a secret there.`] : []),
      ...(unstated.length > 0 ? [`${name}: ${list(unstated)}: the definition doesn't state it.`] : []),
    ],
  };
}

/** The values in which both sides differ, apart from spelling; `old` is the export's. */
function differing(
  { application, primaryKey, declared, exported }: ComparedApplication,
  places: DeclaredPlaces,
) {
  const { name, type } = application;
  const component = Object.entries(componentTypes).find(([, known]) => known === type)?.[0] ?? type;
  const [now, old] = [serverValues(declared), serverValues(exported)];
  return [...new Set([...now.keys(), ...old.keys()])].sort(byCodePoint).flatMap((key): Found[] => {
    const path = JSON.parse(key) as string[];
    const change = {
      application: name,
      applicationType: component,
      path,
      old: old.get(key),
      new: now.get(key),
    };
    if (isSame(change, type)) return [];
    return [{ ...change, key, declaredIn: places.of(application, primaryKey, path) }];
  });
}

/** Attributes that an export leaves out are the product's business. */
const optional: ReadonlySet<string> = new Set(["release", "host", "redundancyType", ...unstatedAttributes]);

function isSame({ path, old, new: now }: ValueChange, type: ApplicationType): boolean {
  const [kind = "", section = "", option = ""] = path;
  if (old === now || (old === undefined && optional.has(kind))) return true;
  if (kind !== "options" || old === undefined || now === undefined) return false;
  return isSameValue(type, section, option, old, now);
}

function isUnstated({ path, declaredIn }: Found): boolean {
  return unstatedAttributes.some((name) => name === path[0]) && declaredIn === defaultPlace;
}

/** Why an option that only the export has is grouped; undefined if it is a difference of its own. */
function reasonToGroup(
  type: ApplicationType,
  { path, old, new: now }: ValueChange,
  ignore: boolean,
): ExtraOptions["reason"] | undefined {
  const [kind, section = "", option = ""] = path;
  if ((kind !== "options" && kind !== "annex") || now !== undefined || old === undefined) return undefined;
  const known = kind === "options" ? findOption(type, section, option) : undefined;
  // Another release may have another default.
  const hasOneDefault = known?.earlier?.every((earlier) => earlier.default === undefined) ?? true;
  if (known?.default !== undefined && hasOneDefault && isSameValue(type, section, option, known.default, old))
    return "the product's default";
  if (ignore) return "left to the export";
  return known ? undefined : "not in the catalogue";
}

function difference(value: Found, type: ApplicationType, { exported }: ValueContext): ValueDifference {
  const { application, path, old, new: now, declaredIn, key } = value;
  const [kind, section = "", option = ""] = path;
  const unit = kind === "options" ? findOption(type, section, option)?.unit : undefined;
  const isHidden = old !== undefined && now !== undefined && shownValue(path, old) === shownValue(path, now);
  return {
    ...{ application, option: nameOfValue(value) },
    difference: old === undefined ? "missing" : now === undefined ? "extra" : "different",
    ...(now !== undefined && { declared: shownValue(path, now), declaredIn }),
    ...(old !== undefined && {
      exported: isHidden ? "(another value, hidden)" : shownValue(path, old),
      exportedIn: exported.of(application, key),
    }),
    ...(unit !== undefined && { unit }),
    takesEffect: effectOf(value),
  };
}

/** GMS has no application type of its own, so another number is no difference unless it is that of another server. */
function typeDifference(
  { application, primaryKey, declared, exported }: ComparedApplication,
  context: ValueContext,
): ValueDifference[] {
  const [now, old] = [typeOfNumber(declared.type), typeOfNumber(exported.type)];
  if (declared.type === exported.type) return [];
  if (application.type === "GenesysMobileServices" && old === undefined) return [];
  return [
    {
      ...{ application: application.name, option: "type", difference: "different" },
      declared: now ?? String(declared.type),
      declaredIn: context.places.ofApplication(application, primaryKey),
      exported: old ?? `application type ${exported.type}`,
      exportedIn: context.exported.of(application.name),
      takesEffect: "after restart",
    },
  ];
}
