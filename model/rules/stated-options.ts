import { type Draft, type DraftApplication, type DraftOption } from "../draft";
import { findOption } from "../options/catalogue";
import { type Option } from "../options/option";
import { holds } from "../path";
import { type Context } from "./rule";

/** An option as the definition states it. */
export interface StatedOption {
  readonly application: DraftApplication;
  /** True if it is a user property. */
  readonly annex: boolean;
  readonly section: string;
  readonly name: string;
  readonly option: DraftOption;
  readonly known?: Option;
}

/** Several rules ask for them, of one draft each time, and to look every option up is most of their work. */
const statedBefore = new WeakMap<Draft, readonly StatedOption[]>();

/** Every option that the definition states, once: what a standby has from its primary is its primary's. */
export function statedOptions({ draft }: Pick<Context, "draft">): readonly StatedOption[] {
  const stated = statedBefore.get(draft) ?? [...statedIn(draft)];
  statedBefore.set(draft, stated);
  return stated;
}

function* statedIn(draft: Draft): Generator<StatedOption> {
  for (const application of draft.applications) {
    for (const annex of [false, true]) {
      for (const [section, options] of annex ? application.annex : application.options) {
        for (const [name, option] of options) {
          if (!option.stated || !holds(application.path, option.path)) continue;
          const known = findOption(application.type, section, name);
          yield { application, annex, section, name, option, ...(known && { known }) };
        }
      }
    }
  }
}

/** The text of a value; undefined for a secret, which is not evaluated. */
export function textOf({ option }: Pick<StatedOption, "option">): string | undefined {
  return typeof option.value === "string" ? option.value : undefined;
}
