import { randomBytes } from "node:crypto";

/** A secret value that no text holds by chance. */
export class Canary {
  readonly value = `http://ors.example/canary-${randomBytes(12).toString("hex")}.scxml`;

  /** The spellings of the value that a text holds. */
  foundIn(text: string): string[] {
    return this.spellings.filter((spelling) => text.includes(spelling));
  }

  /** What the value looks like as text, as a URL's part and in base64, whatever is around it. */
  private get spellings(): string[] {
    const token = this.value.replace("http://ors.example/", "");
    // A text of base64 depends on where in a group of three bytes it begins; the ends may mix with neighbours.
    const shifted = [0, 1, 2].map((shift) => {
      const text = Buffer.from("x".repeat(shift) + token).toString("base64");
      return text.slice(shift === 0 ? 0 : 4, -4);
    });
    return [token, encodeURIComponent(token), ...shifted];
  }
}
