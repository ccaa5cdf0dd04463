/** `viva completion`: a script that completes commands and flags in bash, zsh or fish. */
import { print, UsageError } from "./io.ts";

interface Completed {
  readonly name: string;
  readonly flags: readonly string[];
}

export function completion(shell: string, commands: readonly Completed[]): void {
  const names = commands.map((command) => command.name).join(" ");
  if (shell === "bash" || shell === "zsh") {
    const cases = commands.map(({ name, flags }) => `    ${name}) words="${flags.join(" ")}" ;;`).join("\n");
    if (shell === "zsh") print("autoload -U +X bashcompinit && bashcompinit");
    print(`_viva() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words="${names}"
  if [ "$COMP_CWORD" -gt 1 ]; then
    case "\${COMP_WORDS[1]}" in
${cases}
    *) words="" ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  if [ "$COMP_CWORD" -gt 1 ] && [ "\${#COMPREPLY[@]}" -eq 0 ]; then COMPREPLY=($(compgen -f -- "$word")); fi
}
complete -F _viva viva`);
  } else if (shell === "fish") {
    print(`complete -c viva -n __fish_use_subcommand -f -a "${names}"`);
    for (const { name, flags } of commands)
      for (const flag of flags)
        print(`complete -c viva -n "__fish_seen_subcommand_from ${name}" -l ${flag.replace(/^--/, "")}`);
  } else
    throw new UsageError({
      ko: `"${shell}": bash, zsh, fish 가운데 하나를 쓰세요.`,
      en: `"${shell}": write bash, zsh or fish.`,
    });
}
