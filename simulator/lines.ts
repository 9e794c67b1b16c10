import * as fs from "node:fs";

/** A line of a file. */
export interface Line {
  readonly text: string;
  /** Bytes before it in the file. */
  readonly start: number;
  /** Bytes up to the start of the next line. */
  readonly end: number;
  /** Whether its line feed is there; only the last line can lack it. */
  readonly complete: boolean;
}

const pieceBytes = 262_144;

/**
 * The lines of a file from a byte on, read piece by piece, so that memory holds one line and not the file.
 * Nothing if there is no such file.
 */
export function* linesOf(file: string, from = 0): Generator<Line> {
  if (!fs.existsSync(file)) return;
  const descriptor = fs.openSync(file, "r");
  try {
    // Pieces of a line that is longer than one; joined once, or a long line would be copied again with each piece.
    let begun: Buffer[] = [];
    let start = from;
    let at = from;
    for (;;) {
      const piece = Buffer.allocUnsafe(pieceBytes);
      const count = fs.readSync(descriptor, piece, 0, pieceBytes, at);
      if (count === 0) break;
      let first = 0;
      for (let feed = 0; (feed = piece.subarray(0, count).indexOf(10, first)) >= 0; first = feed + 1) {
        const end = at + feed + 1;
        const tail = piece.subarray(first, feed);
        const bytes = begun.length === 0 ? tail : Buffer.concat([...begun, tail]);
        begun = [];
        yield { text: bytes.toString("utf8"), start, end, complete: true };
        start = end;
      }
      if (first < count) begun.push(piece.subarray(first, count));
      at += count;
    }
    if (begun.length > 0) {
      yield { text: Buffer.concat(begun).toString("utf8"), start, end: at, complete: false };
    }
  } finally {
    fs.closeSync(descriptor);
  }
}
