import { canonicalJson, sha256 } from "../render";
import type { Fingerprint } from "./fingerprint";

/** The variable by which `./chatstack up` tells the program of an update what its preview announced. */
export const announcedVariable = "GENESYS_CHAT_ANNOUNCED";

/** What Pulumi's history calls the agent of an update that was limited to what its preview announced. */
export const announcedAgent = "genesys-chat-announced";

/**
 * Identifies what a preview announces. Settings are no part of it: Pulumi itself may write a salt into a stack's file as it previews.
 *
 * @returns 64 hexadecimal digits
 */
export function announcementOf(fingerprint: Fingerprint): string {
  return sha256(canonicalJson({ ...fingerprint, settings: undefined }));
}
