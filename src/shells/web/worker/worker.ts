/**
 * The worker: takes one request at a time, in the order in which they came, works in slices of a few milliseconds so that a
 * cancellation is heard between them, and answers every request exactly once. Nothing here touches the page.
 */
import { engineVersion, formatRunRef } from "../../../engine/world/run-ref.ts";
import { isProblem, type Problem, problem } from "../../../lab/problem.ts";
import { decodeNotes } from "../../../study/notes/decode.ts";
import { catalogue } from "../../../topics/catalogue.ts";
import { evidenceView, listView } from "./evidence-view.ts";
import { exploreView } from "./explore-view.ts";
import { compareViews, differenceView, exported, faultedName, frameView } from "./network-view.ts";
import { noteView } from "./note-view.ts";
import { programRunView } from "./program-run.ts";
import type {
  AnswerView,
  CheckResult,
  FromWorker,
  NoteSource,
  Outcome,
  RequestName,
  Requests,
  ToWorker,
} from "./protocol.ts";
import { forkViews, hashOf, processesView, runView, wordsOf } from "./run-view.ts";
import { threadSamples } from "./thread-samples.ts";

/** Work in slices; what is yielded is the number of runs made so far. */
type Work<T> = Generator<number, T | Problem, unknown>;
type Handlers = { [N in RequestName]: (given: Requests[N][0]) => Work<Requests[N][1]> };

// biome-ignore-start lint/correctness/useYield: one shape for all, whether the work is long or not
const handlers: Handlers = {
  *check(given) {
    return checked(given);
  },
  evidence: ({ claim }) => evidenceView(claim),
  run: ({ name, claim }) => runView(name, claim),
  words: ({ name, from, to }) => wordsOf(name, from, to),
  hash: ({ name }) => hashOf(name),
  *forks({ name, choice }) {
    return forkViews(name, choice);
  },
  frame: ({ name, event }) => frameView(name, event),
  processes: ({ name, event }) => processesView(name, event),
  compare: ({ name }) => compareViews(name),
  difference: ({ name }) => differenceView(name),
  export: ({ name, format }) => exported(name, format),
  *fault({ name, fault }) {
    return faultedName(name, fault);
  },
  *threadSamples() {
    return threadSamples();
  },
  *exploreProgram({ source, model, search }) {
    return exploreView(source, model, search, `${model} ${search} ${source}`);
  },
  *replayProgram({ source, model, schedule }) {
    return programRunView(source, model, schedule);
  },
  *list() {
    return listView(engineVersion);
  },
  *answer({ id }) {
    return answer(id);
  },
};
// biome-ignore-end lint/correctness/useYield: one shape for all, whether the work is long or not

function checked(given: NoteSource): CheckResult | Problem {
  if ("text" in given) return { text: null, encoding: null, remark: null, note: noteView(given.file, given.text) };
  const decoded = decodeNotes(given.bytes);
  if ("problem" in decoded) return decoded;
  const { text, encoding, remark } = decoded;
  return { text, encoding, remark, note: noteView(given.file, text) };
}

function answer(id: string): AnswerView | Problem {
  const followUp = catalogue.topics.flatMap((topic) => topic.followUps).find((one) => one.id === id);
  if (!followUp) return problem({ ko: '"{id}"라는 질문이 없습니다.', en: 'There is no question "{id}".' }, { id });
  const { value, says, run } = followUp.answer();
  return { id, value, says, run: run && formatRunRef(run) };
}

const sliceMs = 12;
const tellEveryMs = 120;
const waiting: { id: number; ask: RequestName; given: unknown }[] = [];
const cancelled = new Set<number>();
let busy = false;

const send = (message: FromWorker): void => postMessage(message);
const finish = (id: number, outcome: Outcome<unknown>): void => send({ id, outcome });
/** Lets messages in: a macrotask that is not held back as timers are. */
const breathe = (): Promise<void> =>
  new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resume();
    };
    port2.postMessage(null);
  });

addEventListener("message", (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if ("cancel" in message) cancelled.add(message.id);
  else {
    waiting.push(message);
    if (!busy) void work();
  }
});

async function work(): Promise<void> {
  busy = true;
  do await breathe();
  while (await takeNext());
  busy = false;
}

/** Works on the request that waits longest; false when none does. */
async function takeNext(): Promise<boolean> {
  const next = waiting.shift();
  if (!next) return false;
  finish(next.id, await outcomeOf(next));
  cancelled.delete(next.id);
  return true;
}

/** Requests that may take long and that nothing else hangs on: what comes meanwhile is worked on between their slices. */
const patient: ReadonlySet<RequestName> = new Set(["hash", "compare", "difference"]);

async function outcomeOf({
  id,
  ask,
  given,
}: {
  id: number;
  ask: RequestName;
  given: unknown;
}): Promise<Outcome<unknown>> {
  try {
    if (cancelled.has(id)) return { ok: false, failure: { kind: "cancelled" } };
    const job = (handlers[ask] as (given: unknown) => Work<unknown>)(given);
    let slice = performance.now();
    let told = slice;
    for (;;) {
      const next = job.next();
      if (next.done)
        return isProblem(next.value)
          ? { ok: false, failure: { kind: "problem", words: next.value.problem } }
          : { ok: true, value: next.value };
      const now = performance.now();
      if (now - told > tellEveryMs) {
        send({ id, runs: next.value });
        told = now;
      }
      if (now - slice < sliceMs) continue;
      await breathe();
      if (patient.has(ask)) while (waiting.length > 0) await takeNext();
      if (cancelled.has(id)) return { ok: false, failure: { kind: "cancelled" } };
      slice = performance.now();
    }
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ok: false, failure: { kind: "crashed", message } };
  }
}
