const block = 512;

/** The first plain file in a tar archive, as `docker cp` writes it; undefined if there is none. */
export function firstFile(archive: Buffer): Buffer | undefined {
  for (let at = 0; at + block <= archive.length;) {
    const size = parseInt(archive.toString("latin1", at + 124, at + 136), 8) || 0;
    const type = archive.toString("latin1", at + 156, at + 157);
    const begin = at + block;
    // Other kinds are extended headers, which say more of the entry that follows.
    if (type === "0" || type === "\0") {
      return size > 0 || archive[at] !== 0 ? archive.subarray(begin, begin + size) : undefined;
    }
    at = begin + Math.ceil(size / block) * block;
  }
  return undefined;
}
