import { type Marked } from "./mistake";
import { type AnyValue } from "./options";

/**
 * Says that an option is set on purpose which the catalogue doesn't list: `{ settings: { "new-option": unlisted("1") } }`. The
 * value itself at run time; `./chatstack validate` still warns of it.
 */
export function unlisted<const Value extends AnyValue>(value: Value): Value & Marked {
  return value as Value & Marked;
}
