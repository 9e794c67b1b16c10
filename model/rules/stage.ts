import { type DraftApplication, primaries } from "../draft";
import { pointer } from "../problem";
import { publications } from "./ports";
import { type Context, type Rule } from "./rule";

/** The applications of a production stack; a standby has its primary's image. */
function inProduction({ draft }: Context): DraftApplication[] {
  return draft.stage === "production" ? draft.applications.filter(({ role }) => role === "primary") : [];
}

const image: Rule = {
  id: "production-image",
  severity: "error",
  sentence: "In production every application has an image of its own.",
  reason: "Without one the simulator runs, which serves no customer.",
  source: "design, The typed stack definition: stage",
  *check(context) {
    for (const { key, path, image } of inProduction(context)) {
      if (image !== undefined) continue;
      const message = `${key} has no image: in production the simulator is refused.`;
      yield { path: [...path, "image"], message, dependsOn: [["stage"], ["images"]] };
    }
  },
};

const pinned: Rule = {
  id: "production-image-pinned",
  severity: "error",
  silenceable: true,
  sentence: "In production every image is named by its digest.",
  reason: "A tag can be moved: what was tested is then not what runs.",
  source: "design, Running it: Images",
  *check(context) {
    // An image that several share is named once.
    const seen = new Set<string>();
    for (const { key, imagePath, image } of inProduction(context)) {
      if (seen.has(pointer(imagePath))) continue;
      seen.add(pointer(imagePath));
      if (image === undefined || /@sha256:[0-9a-f]{64}$/.test(image)) continue;
      const message = `The image of ${key} is not named by its digest, @sha256: and 64 digits.`;
      yield { path: imagePath, message, dependsOn: [["stage"]] };
    }
  },
};

const address: Rule = {
  id: "production-published-address",
  severity: "error",
  silenceable: true,
  sentence: "In production no port is published off the Docker host's loopback addresses.",
  reason: "None of these servers is made to stand in an open network; a reverse proxy in front is.",
  source: "design, Running it: Hardened by default",
  *check({ draft }) {
    if (draft.stage !== "production") return;
    for (const { application, port, address, listening } of publications(draft)) {
      if (address.startsWith("127.")) continue;
      const message = `${application} publishes ${port} on ${address}, where others can reach it.`;
      yield { path: [...listening.path, "address"], message, dependsOn: [["stage"]] };
    }
  },
};

const redundancy: Rule = {
  id: "production-redundancy",
  severity: "error",
  silenceable: true,
  sentence: "In production every Chat Server has redundancy.",
  reason: "Each should have a warm standby for reliability; without, every restart loses its chats.",
  source: "seed, Web API Server Configuration",
  *check({ draft }) {
    if (draft.stage !== "production") return;
    for (const { key, path, redundancy } of primaries(draft, "ChatServer")) {
      if (redundancy !== "none") continue;
      const message = `${key} has no redundancy, which is refused in production.`;
      yield {
        path: [...path, "redundancy"],
        message,
        allowed: ["warm-standby", "n-plus-one"],
        dependsOn: [["stage"]],
      };
    }
  },
};

const passphrase: Rule = {
  id: "production-passphrase",
  severity: "error",
  sentence: "In production the stack's secrets are sealed with a passphrase that is not public.",
  reason: "Everyone who can read the stack file could decrypt every secret in it.",
  source: "design, The typed stack definition: stage",
  *check({ draft, isSealedPublicly }) {
    if (draft.stage !== "production" || !isSealedPublicly?.()) return;
    yield {
      path: ["stage"],
      message: "The stack's secrets are sealed with lab.passphrase, which is public.",
      hint:
        'Seal them with a passphrase of your own ("pulumi stack change-secrets-provider passphrase", docs/tenants.md), and set new ' +
        "values for the secrets: the old ones could be read.",
    };
  },
};

/** What a stack that serves customers must not have. */
export const stageRules: readonly Rule[] = [image, pinned, address, redundancy, passphrase];
