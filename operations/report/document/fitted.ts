import { type Block, count } from "./document";

/** A document that fits, and what had to go for it. */
export interface Fitted {
  readonly blocks: readonly Block[];
  readonly leftOut: readonly string[];
}

/**
 * Leaves out what matters least until a document is short enough, wherever it is: the last lines may be those that matter. A table
 * loses half of its rows before it goes. `length` measures a block as it is written.
 */
export function fitted(blocks: readonly Block[], limit: number, length: (block: Block) => number): Fitted {
  const kept: (Block | undefined)[] = [...blocks];
  const lengths = blocks.map(length);
  const leftOut = new Map<string, number>();
  let total = lengths.reduce((sum, each) => sum + each, 0);
  const cut = (index: number, block: Block | undefined, lines: number) => {
    const name = blocks[index]!.name ?? "a part";
    leftOut.set(name, (leftOut.get(name) ?? 0) + lines);
    kept[index] = block;
    const now = block ? length(block) : 0;
    total += now - lengths[index]!;
    lengths[index] = now;
  };
  while (total > limit) {
    const index = mostDispensable(kept, lengths);
    if (index === undefined) break;
    const block = kept[index]!;
    const shorter = halved(block);
    cut(index, shorter?.block, shorter?.lines ?? 0);
  }
  return {
    blocks: kept.filter((block) => block !== undefined),
    leftOut: [...leftOut].map(([name, lines]) =>
      lines > 0 ? `${count(lines, "row")} of the ${name}` : name,
    ),
  };
}

/** Of what matters least, what takes the most room. */
function mostDispensable(
  blocks: readonly (Block | undefined)[],
  lengths: readonly number[],
): number | undefined {
  let found: number | undefined;
  blocks.forEach((block, index) => {
    if (block?.dispensable === undefined) return;
    const best = found === undefined ? undefined : blocks[found];
    const more = block.dispensable - (best?.dispensable ?? 0);
    if (found === undefined || more > 0 || (more === 0 && lengths[index]! > lengths[found]!)) found = index;
  });
  return found;
}

/** The first half of a table or list, which has what matters most. */
function halved(block: Block): { block: Block; lines: number } | undefined {
  const fewest = 4;
  if (block.kind === "table" && block.rows.length > fewest) {
    const half = block.rows.slice(0, block.rows.length >> 1);
    return { block: { ...block, rows: half }, lines: block.rows.length - half.length };
  }
  if (block.kind === "list" && block.lines.length > fewest) {
    const half = block.lines.slice(0, block.lines.length >> 1);
    return { block: { ...block, lines: half }, lines: block.lines.length - half.length };
  }
  return undefined;
}
