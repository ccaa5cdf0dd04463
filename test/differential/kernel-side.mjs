// The kernel's side of `linux.test.ts`: small programs over node:net, run inside the test's namespace. Each prints `"ready"` when the
// other side may begin, and one line of JSON in the end. The octet at place i of every stream is `pattern` of i.
import { connect, createServer } from "node:net";
import { argv } from "node:process";
import { Readable } from "node:stream";
import { block, isPattern } from "./pattern.mjs";

const [mode, ...args] = argv.slice(2);
const say = (value) => console.log(JSON.stringify(value));

const modes = {
  /** Sends back what comes, to each connection, until it is stopped. */
  echo(port) {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on("error", () => {});
      socket.pipe(socket);
    });
    server.listen({ port, backlog: 512 }, () => say("ready"));
  },

  /** Connects so many times at once, sends so many bytes on each and reads them back. */
  async send(address, port, bytes, times) {
    say("ready");
    const outcomes = await Promise.all(Array.from({ length: times }, () => exchange(address, port, bytes)));
    say({
      right: outcomes.filter(({ right }) => right).length,
      errors: outcomes.flatMap(({ error }) => error ?? []),
    });
  },

  /** Accepts one connection and reads nothing for a while. */
  slow(port, waitMs) {
    const server = createServer({ pauseOnConnect: true }, (socket) => {
      setTimeout(() => {
        const got = receive(socket);
        got.then((outcome) => {
          socket.end();
          server.close();
          say(outcome);
        });
        socket.resume();
      }, waitMs);
    });
    server.listen(port, () => say("ready"));
  },

  /** Accepts one connection and resets it when the first byte has come. */
  reset(port) {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => {
        socket.resetAndDestroy();
        server.close();
        say({});
      });
    });
    server.listen(port, () => say("ready"));
  },

  /** Reads to the end of the stream, and only then answers: the other side has closed its half by then. */
  answerAtEnd(port, bytes) {
    const server = createServer({ allowHalfOpen: true }, async (socket) => {
      const outcome = await receive(socket);
      for (let at = 0; at < bytes; at += block.length)
        socket.write(block.subarray(0, Math.min(block.length, bytes - at)));
      socket.end();
      server.close();
      say(outcome);
    });
    server.listen(port, () => say("ready"));
  },

  /** Connects and says what became of it: the name of the error, or how many bytes came before the end. */
  async outcome(address, port, bytes) {
    say("ready");
    const { error, received } = await exchange(address, port, bytes);
    say({ error: error ?? null, received });
  },
};

/** So many octets of the stream, as something to read. */
function pattern(bytes) {
  function* blocks() {
    for (let at = 0; at < bytes; at += block.length) yield block.subarray(0, Math.min(block.length, bytes - at));
  }
  return Readable.from(blocks(), { objectMode: false, highWaterMark: 4 * block.length });
}

/** Sends so many bytes, closes that half, and reads to the end. */
function exchange(address, port, bytes) {
  return new Promise((done) => {
    const socket = connect({ host: address, port, allowHalfOpen: true });
    let error = null;
    socket.on("error", ({ code }) => {
      error = code;
    });
    socket.on("connect", () => pattern(bytes).pipe(socket));
    const got = receive(socket);
    socket.on("close", async () => {
      const { received, right } = await got;
      done({ error, received, right: error === null && right && received === bytes });
    });
  });
}

/** Reads to the end: how many bytes, and whether each is what it should be. */
function receive(socket) {
  return new Promise((done) => {
    let received = 0;
    let right = true;
    socket.on("data", (chunk) => {
      right &&= isPattern(chunk, received);
      received += chunk.length;
    });
    const end = () => done({ received, right });
    socket.on("end", end).on("error", end).on("close", end);
  });
}

await modes[mode](...args.map((arg) => (/^\d+$/.test(arg) ? Number(arg) : arg)));
