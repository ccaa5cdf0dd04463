/**
 * The command `viva`: names, arguments and flags; each command's work is imported only when it is called, so that `--help` is
 * quick. The surface is a contract with other programs (docs/cli.md).
 */
import { Command, CommanderError, Option } from "commander";
import { problem, suggestion } from "../../lab/problem.ts";
import type { Language } from "../../lab/text.ts";
import { endQuietlyOnClosedPipe, exitCode, languageOf, note, UsageError } from "./io.ts";
import { words } from "./words.ts";

const version = "0.1.0";

/** Builds the program; help and errors are in `language`. */
function createProgram(language: Language): Command {
  const say = (name: keyof typeof words): string => words[name][language];
  const several = (value: string, before: string[]): string[] => [...before, value];
  const end = (code: number): void => {
    process.exitCode = code;
  };
  const program = new Command("viva");
  program
    .description(`viva ${version}: ${say("about")}`)
    .version(version)
    .addOption(new Option("--lang <ko|en>", say("lang")).choices(["ko", "en"]))
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      outputError: (text) =>
        note(
          `viva: ${text
            .replace(/^error: /, "")
            .trim()
            .replace(/\s*\n\s*/g, " ")}`,
        ),
    });
  const command = (name: string, about: keyof typeof words): Command => program.command(name).description(say(about));

  command("notes <file...>", "notes")
    .option("--json", say("json"))
    .action(async (files: string[], flags) => end((await import("./notes.ts")).notes(files, flags, language)));
  command("check <file...>", "check")
    .option("--json", say("json"))
    .option("--all", say("all"))
    .addOption(
      new Option("--fail-on <verdict>", say("failOn")).choices(["refuted", "depends", "unclear", "no-experiment"]),
    )
    .action(async (files: string[], flags) => end((await import("./check.ts")).check(files, flags, language)));
  command("list", "list")
    .option("--json", say("json"))
    .action(async (flags) => (await import("./list.ts")).list(flags, language));
  command("run <scenario-or-run>", "run")
    .option("--knob <k=v>", say("knob"), several, [])
    .option("--fault <expr>", say("fault"), several, [])
    .option("--seed <n>", say("seed"))
    .option("--ladder", say("ladder"))
    .option("--timeline", say("timeline"))
    .option("--events", say("events"))
    .option("--pcapng <file>", say("pcapng"))
    .option("--perfetto <file>", say("perfetto"))
    .option("--ftrace <file>", say("ftrace"))
    .option("--at <host>", say("at"))
    .option("--json", say("json"))
    .action(async (name: string, flags) => (await import("./run.ts")).run(name, flags, language));
  command("verify [claim...]", "verify")
    .option("--json", say("json"))
    .action(async (names: string[], flags) => end((await import("./verify.ts")).verifyClaims(names, flags, language)));
  command("sched", "sched")
    .requiredOption("--policy <name>", say("policy"))
    .requiredOption("--jobs <list>", say("jobs"))
    .option("--quantum <q>", say("quantum"))
    .option("--cpus <n>", say("cpus"))
    .option("--switch-cost <c>", say("switchCost"))
    .option("--levels <n or list>", say("levels"))
    .option("--allotment <n>", say("allotment"))
    .option("--boost <s>", say("boost"))
    .option("--latency <l>", say("latency"))
    .option("--io-time <t>", say("ioTime"))
    .option("--tickets <list>", say("tickets"))
    .option("--nice <list>", say("nice"))
    .option("--priorities <list>", say("priorities"))
    .option("--seed <n>", say("seed"))
    .option("--json", say("json"))
    .action(async (flags) => (await import("./sched.ts")).sched(flags, language));
  command("explore <program>", "explore")
    .addOption(new Option("--model <name>", say("model")).choices(["sc", "tso", "pso"]).default("sc"))
    .addOption(new Option("--strategy <name>", say("strategy")).choices(["all", "pct", "random"]).default("all"))
    .addOption(new Option("--language <name>", say("programLanguage")).choices(["javascript", "pseudo"]))
    .option("--runs <n>", say("runs"))
    .option("--spurious <n>", say("spurious"))
    .option("--seed <n>", say("seed"))
    .option("--json", say("json"))
    .action(async (file: string, flags) => end((await import("./explore.ts")).explore(file, flags, language)));
  command("pkt <script...>", "pkt")
    .addOption(new Option("--profile <name>", say("profile")).choices(["linux", "freebsd", "rfc"]))
    .option("--strict", say("strict"))
    .option("--json", say("json"))
    .action(async (files: string[], flags) => end((await import("./pkt.ts")).pkt(files, flags, language)));
  command("event-loop <program>", "eventLoop")
    .option("--json", say("json"))
    .action(async (file: string, flags) => end((await import("./event-loop.ts")).eventLoop(file, flags, language)));
  command("live [measurement]", "live")
    .option("--runs <n>", say("liveRuns"))
    .option("--json", say("json"))
    .action(async (name: string | undefined, flags) =>
      end(await (await import("./live.ts")).live(name, flags, language)),
    );
  program
    .command("serve", { isDefault: true })
    .description(say("serve"))
    .option("--port <n>", say("port"), "4280")
    .option("--host <address>", say("host"), "127.0.0.1")
    .option("--open", say("open"))
    .allowExcessArguments(true)
    .action(async (flags, self: Command) => {
      // `viva chekc` must not start a server: a word that is no command is a slip.
      const [stray] = self.args;
      if (stray !== undefined) {
        const known = program.commands.map((one) => one.name());
        const text = {
          ko: '"{stray}"라는 명령은 없습니다.{hint} viva --help를 보세요.',
          en: 'There is no command "{stray}".{hint} See viva --help.',
        };
        throw new UsageError(problem(text, { stray, hint: suggestion(stray, known) }).problem);
      }
      await (await import("./serve.ts")).serveCommand(flags, language);
    });
  command("completion <shell>", "completion").action(async (shell: string) =>
    (await import("./completion.ts")).completion(
      shell,
      program.commands.map((one) => ({ name: one.name(), flags: one.options.map((option) => option.long!) })),
    ),
  );
  for (const one of program.commands) one.addOption(new Option("--lang <ko|en>", say("lang")).choices(["ko", "en"]));
  return program;
}

/** Runs one command line. Sets `process.exitCode`; never throws for what a user can cause. */
export async function main(argv: readonly string[]): Promise<void> {
  endQuietlyOnClosedPipe();
  const flag = argv.findIndex((word) => word === "--lang" || word.startsWith("--lang="));
  const written = flag < 0 ? undefined : argv[flag]!.includes("=") ? argv[flag]!.slice(7) : argv[flag + 1];
  const language = languageOf(written, process.env);
  try {
    await createProgram(language).parseAsync(argv as string[], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCode.fine : exitCode.usage;
    else if (error instanceof UsageError) {
      note(`viva: ${error.says[language]}`);
      process.exitCode = exitCode.usage;
    } else throw error;
  }
}

await main(process.argv.slice(2));
