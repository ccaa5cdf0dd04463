/** Everything there is to ask, claim and run. Adding an interview topic is adding its folder and one line here. */
import type { Catalogue } from "../lab/catalogue.ts";
import { contextSwitch } from "./context-switch/topic.ts";
import { handshake } from "./handshake/topic.ts";
import { multithreading } from "./multithreading/topic.ts";
import { processThread } from "./process-thread/topic.ts";
import { questions } from "./questions.ts";
import { syncAsync } from "./sync-async/topic.ts";
import { synchronization } from "./synchronization/topic.ts";
import { tcpUdp } from "./tcp-udp/topic.ts";
import { threadSafe } from "./thread-safe/topic.ts";

export const catalogue: Catalogue = {
  questions,
  topics: [tcpUdp, handshake, processThread, contextSwitch, multithreading, syncAsync, threadSafe, synchronization],
};
