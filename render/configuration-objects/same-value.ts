import { findOption } from "../../model";
import type { ApplicationType } from "../../model/deployment";

/** Words for `true` and `false` that Genesys servers take. */
export const yes = /^(?:true|yes|on|1)$/i;
export const no = /^(?:false|no|off|0)$/i;

/** Returns true if two texts mean the same: Genesys servers take `off`, `no` and `0` for `false`. */
export function isSameValue(
  type: ApplicationType,
  section: string,
  name: string,
  left: string,
  right: string,
): boolean {
  if (left === right) return true;
  if (findOption(type, section, name)?.type !== "boolean") return false;
  return (yes.test(left) && yes.test(right)) || (no.test(left) && no.test(right));
}
