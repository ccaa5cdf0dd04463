/** The faults of a run as chips to be taken back one by one, and a field to write another; what cannot be read is said where it is written. */
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { addresses, go } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import { ask } from "../worker/client.ts";
import type { Failure, RunView } from "../worker/protocol.ts";
import style from "./faults.module.css";
import { nameOf } from "./name.ts";

export function Faults({ run }: { readonly run: RunView }): ReactNode {
  const { t, say } = useSettings();
  const [open, setOpen] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (open) field.current?.focus();
  }, [open]);
  const close = (): void => {
    setOpen(false);
    setFailure(null);
    button.current?.focus();
  };
  const apply = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const outcome = await ask("fault", { name: run.name, fault: field.current!.value });
    if (!outcome.ok) return setFailure(outcome.failure);
    close();
    go(addresses.run(outcome.value.name));
  };
  const without = (at: number): string =>
    addresses.run(nameOf(run, { faults: run.faults.filter((_, index) => index !== at) }));
  return (
    <>
      {run.faults.length > 0 && (
        <ul aria-label={t.lab.faults.label} className={style["chips"]}>
          {run.faults.map((fault, at) => (
            <li key={`${at} ${fault}`}>
              <a href={without(at)} aria-label={t.lab.faults.remove(fault)} title={t.lab.faults.remove(fault)}>
                <Icon name="drop" />
                <code>{fault}</code>
                <Icon name="close" />
              </a>
            </li>
          ))}
        </ul>
      )}
      <div className={style["adding"]}>
        <button
          ref={button}
          type="button"
          className="btn quiet"
          aria-expanded={open}
          onClick={() => (open ? close() : setOpen(true))}
        >
          <Icon name="plus" />
          {t.lab.faults.add}
        </button>
        {open && (
          <form
            className={style["form"]}
            onSubmit={apply}
            onKeyDown={(event) => {
              if (event.key === "Escape") close();
            }}
          >
            <label htmlFor={id}>{t.lab.faults.field}</label>
            <span className={style["line"]}>
              <input
                ref={field}
                id={id}
                autoComplete="off"
                spellCheck={false}
                aria-describedby={`${id}-said`}
                aria-invalid={failure !== null}
                onChange={() => setFailure(null)}
              />
              <button type="submit" className="btn primary">
                {t.lab.faults.apply}
              </button>
            </span>
            <p id={`${id}-said`} role={failure ? "alert" : undefined} className={failure ? "no" : "dim"}>
              {failure?.kind === "problem"
                ? say(failure.words)
                : failure?.kind === "crashed"
                  ? t.failure.crashed
                  : t.lab.faults.example}
            </p>
          </form>
        )}
      </div>
    </>
  );
}
