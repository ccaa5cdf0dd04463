/** Reads note files for the commands: "-" is standard input; what cannot be read is told in one line. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import type { Language } from "../../lab/text.ts";
import type { NoteBank } from "../../study/notes/bank.ts";
import { decodeNotes, largestNoteBytes } from "../../study/notes/decode.ts";
import { note, UsageError } from "./io.ts";

export interface NoteFile {
  /** As it was written on the command line. */
  readonly file: string;
  readonly text: string;
}

/** @throws UsageError when the file is missing, a folder, too large or not text. */
export function readNoteFile(file: string, language: Language): NoteFile {
  const decoded = decodeNotes(readBytes(file));
  if ("problem" in decoded)
    throw new UsageError({ ko: `${file}: ${decoded.problem.ko}`, en: `${file}: ${decoded.problem.en}` });
  if (decoded.remark) note(`${basename(file)}: ${decoded.remark[language]}`);
  return { file, text: decoded.text };
}

/** Tells what is odd about a note, line by line; of very many, the first and how many more (`--json` has all). */
export function noteProblems(bank: NoteBank, language: Language): void {
  const { file, problems } = bank;
  for (const { line, message } of problems.slice(0, mostProblems)) note(`${file}:${line}: ${message[language]}`);
  const more = problems.length - mostProblems;
  if (more > 0)
    note(
      language === "ko"
        ? `${file}: 이런 것이 ${more}개 더 있습니다 (--json에 모두 있음)`
        : `${file}: ${more} more of these (--json has all)`,
    );
}

const mostProblems = 20;

/** Never reads more than one byte past the limit, so that a file of any size is answered at once. */
function readBytes(file: string): Uint8Array {
  let fd: number;
  try {
    fd = file === "-" ? 0 : openSync(file, "r");
  } catch (error) {
    throw unreadable(file, error as NodeJS.ErrnoException);
  }
  try {
    if (file !== "-" && fstatSync(fd).isDirectory())
      throw new UsageError({
        ko: `${file}: 폴더입니다. 그 안의 파일을 주세요.`,
        en: `${file}: this is a folder; give the files in it.`,
      });
    const chunks: Buffer[] = [];
    let total = 0;
    while (total <= largestNoteBytes) {
      const chunk = Buffer.alloc(64 * 1024);
      const count = read(fd, chunk);
      if (count === 0) break;
      chunks.push(chunk.subarray(0, count));
      total += count;
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw unreadable(file, error as NodeJS.ErrnoException);
  } finally {
    if (file !== "-") closeSync(fd);
  }
}

/** Standard input that is not ready yet answers EAGAIN; a closed one answers EOF on some systems. */
function read(fd: number, into: Buffer): number {
  for (;;) {
    try {
      return readSync(fd, into, 0, into.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function unreadable(file: string, error: NodeJS.ErrnoException): UsageError {
  if (error.code === "ENOENT")
    return new UsageError({ ko: `${file}: 그런 파일이 없습니다.`, en: `${file}: there is no such file.` });
  if (error.code === "EACCES")
    return new UsageError({ ko: `${file}: 읽을 권한이 없습니다.`, en: `${file}: you may not read it.` });
  return new UsageError({
    ko: `${file}: 읽을 수 없습니다 (${error.code ?? error.message}).`,
    en: `${file}: cannot be read (${error.code ?? error.message}).`,
  });
}
