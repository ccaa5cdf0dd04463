/** The thread programs of all topics, each as it stands when nobody turned a knob: what the Threads page offers to begin with. */
import { isProgram } from "../../../lab/program.ts";
import { defaultKnobs } from "../../../lab/scenario.ts";
import { catalogue } from "../../../topics/catalogue.ts";
import type { ThreadSample } from "./threads-protocol.ts";

export const threadSamples = (): ThreadSample[] =>
  catalogue.topics.flatMap((topic) =>
    topic.scenarios.filter(isProgram).map((scenario) => {
      const { program, model } = scenario.program(defaultKnobs(scenario));
      return { id: scenario.id, title: scenario.title, source: program.source.replace(/^\s*\n/, ""), model };
    }),
  );
