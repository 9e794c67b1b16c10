/**
 * What a terminal shows of a text that moves up and takes lines back; whatever else a program may ask of one is refused, so that nothing
 * goes by unseen. Lines are not folded: how long they are is for the test to say.
 */
export class Terminal {
  private readonly rows: string[] = [];
  private row = 0;
  /** The screen each time before something of it was taken back. */
  readonly frames: readonly (readonly string[])[];

  constructor(text: string) {
    const frames: (readonly string[])[] = [];
    for (const [all, up] of text.matchAll(/\u001b\[(\d+)A|\u001b\[J|\r?\n|[^\u001b\r\n]+|[^]/g)) {
      if (up !== undefined) {
        frames.push(this.lines);
        this.row -= Number(up);
        if (this.row < 0) throw new Error(`it moves up ${up} lines, over the first one`);
      } else if (all === "\u001b[J") this.rows.splice(this.row);
      else if (all.endsWith("\n")) this.row += 1;
      else if (/^[\u001b\r]/.test(all)) throw new Error(`${JSON.stringify(all)} is not known here`);
      else this.rows[this.row] = (this.rows[this.row] ?? "") + all;
    }
    this.frames = frames;
  }

  get lines(): string[] {
    return Array.from({ length: this.rows.length }, (_, index) => this.rows[index] ?? "");
  }
}
