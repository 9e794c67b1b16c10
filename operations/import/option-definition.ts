import { findOption } from "../../model";
import type { ApplicationType } from "../../model/deployment";
import { type OptionTexts, secretNameOf } from "../../render/configuration-objects";
import { isSameValue, no, yes } from "../../render/configuration-objects/same-value";
import type { ImportNotes } from "./notes";

export { isSameValue };

/** Options as a definition states them. */
export type StatedOptions = Record<string, Record<string, unknown>>;

/** Whose options are read. */
export interface OptionOwner {
  /** The key in the definition. */
  readonly key: string;
  readonly type: ApplicationType;
  readonly notes: ImportNotes;
}

/** The options that differ from those that the definition has by default; undefined if there are none. */
export function statedOptions(
  options: OptionTexts,
  defaults: OptionTexts,
  owner: OptionOwner,
): StatedOptions | undefined {
  const sections = Object.entries(options).flatMap(([section, values]) => {
    const known = Object.hasOwn(defaults, section) ? defaults[section]! : {};
    const stated = Object.entries(values).filter(
      ([name, value]) =>
        !Object.hasOwn(known, name) || !isSameValue(owner.type, section, name, known[name]!, value),
    );
    // An empty section is one of the object, unless a default fills it.
    if (stated.length === 0 && Object.keys(values).length > 0) return [];
    if (stated.length === 0 && Object.hasOwn(defaults, section)) return [];
    const written = stated.map(([name, value]) => [name, statedValue(section, name, value, owner)] as const);
    return [[section, Object.fromEntries(written)] as const];
  });
  return sections.length > 0 ? Object.fromEntries(sections) : undefined;
}

function statedValue(section: string, name: string, text: string, owner: OptionOwner): unknown {
  const secret = secretNameOf(text);
  if (secret !== undefined) return { secret };
  if (text !== "" && isSensitive(name)) return foundSecret(section, name, text, owner);
  if (findOption(owner.type, section, name)?.type === "boolean") {
    if (yes.test(text)) return true;
    if (no.test(text)) return false;
  }
  if (text === "true" || text === "false") return text === "true";
  return /^(?:0|-?[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}

/** Returns true if the values of options with this name give access to something. */
export function isSensitive(name: string): boolean {
  return /passw|pwd|passphrase|secret|credential|private[-_.]?key|api[-_.]?key|access[-_.]?key|(?:^|[-_.])token$/i.test(
    name,
  );
}

function foundSecret(section: string, option: string, value: string, { key, notes }: OptionOwner) {
  const plain = [key, section, option].join("-").replace(/[^A-Za-z0-9_-]+/g, "-");
  const base = /^[A-Za-z0-9]/.test(plain) ? plain : `secret${plain}`;
  const known = notes.secrets.find((each) => each.name === base && each.value !== value);
  const name = known ? `${base}-${notes.secrets.length}` : base;
  if (!notes.secrets.some((each) => each.name === name))
    notes.secrets.push({ name, application: key, section, option, value });
  return { secret: name };
}
