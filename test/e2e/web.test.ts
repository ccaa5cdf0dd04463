/** The page in a real browser: what a learner does with it, and what it promises about itself. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isFresh } from "../../scripts/fingerprint.mjs";
import { formatRunRef } from "../../src/engine/world/run-ref.ts";
import { claimsOf, findScenario } from "../../src/lab/catalogue.ts";
import { runOf } from "../../src/lab/claim.ts";
import { makeRun, runHash } from "../../src/lab/run.ts";
import { sampleNote } from "../../src/shells/web/sample-note.ko.ts";
import { catalogue } from "../../src/topics/catalogue.ts";
import { decidedOf } from "../../src/topics/verdicts.ts";
import { chromium, launch } from "./browser.ts";
import { type Site, serveFolder } from "./static-server.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe.skipIf(chromium === null)("the page", () => {
  let browser: Browser;
  let site: Site;
  let made: string | null = null;
  const open: BrowserContext[] = [];

  beforeAll(async () => {
    let folder = join(root, "dist/web");
    if (!isFresh(root, "web")) {
      made = mkdtempSync(join(tmpdir(), "viva-web-"));
      folder = made;
      // In a process of its own: this one is a test's, and Vite would build for tests.
      const vite = [join(root, "node_modules/vite/bin/vite.js"), "build", "--config", join(root, "vite.config.ts")];
      execFileSync(process.execPath, [...vite, "--outDir", folder, "--logLevel", "error"], {
        cwd: root,
        env: { ...process.env, NODE_ENV: "production" },
        stdio: ["ignore", "ignore", "inherit"],
      });
    }
    // In a folder, as on a host of static pages.
    site = await serveFolder(folder, "/some/folder/");
    browser = await launch();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    if (made) rmSync(made, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const context of open.splice(0)) await context.close();
  });

  /** A page of its own, Korean and light unless told; whatever the page complains of fails the test that reads `complaints`. */
  async function visit(
    address = "",
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; context: BrowserContext; complaints: string[] }> {
    const context = await browser.newContext({
      locale: "ko-KR",
      colorScheme: "light",
      viewport: { width: 1280, height: 800 },
      ...options,
    });
    open.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await page.goto(site.url + address);
    await page.waitForSelector("main *");
    return { page, context, complaints };
  }

  /** Drops a file on the page, as a hand does. */
  async function drop(page: Page, name: string, text: string): Promise<void> {
    const transfer = await page.evaluateHandle(
      ([file, content]) => {
        const data = new DataTransfer();
        data.items.add(new File([content!], file!, { type: "text/markdown" }));
        return data;
      },
      [name, text],
    );
    await page.dispatchEvent("main", "dragover", { dataTransfer: transfer });
    await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
  }

  async function withSample(address = "", options: BrowserContextOptions = {}) {
    const visited = await visit(address, options);
    await drop(visited.page, sampleNote.file, sampleNote.text);
    await visited.page.waitForSelector("[data-statement]");
    await visited.page.waitForSelector("[data-live]");
    return visited;
  }

  /** Selects the refuted sentence whose evidence is a run of threads. */
  async function showSingleton(page: Page): Promise<void> {
    const quote = evidence(page).locator("blockquote");
    for (let tries = 0; tries < 10; tries++) {
      const before = (await quote.textContent())!;
      if (before.includes("싱글톤으로 만들어서")) break;
      await page.keyboard.press("n");
      await expect.poll(() => quote.textContent()).not.toBe(before);
    }
    await evidence(page).getByRole("radio").first().waitFor();
  }

  const evidence = (page: Page) => page.getByRole("region", { name: "고른 진술의 근거" });
  const overflow = (page: Page): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  describe("notes", () => {
    it("a dropped note opens at its first refuted sentence, with the run that refutes it", async () => {
      const { page, complaints } = await withSample();
      const pane = evidence(page);
      expect(await pane.getByText("반박됨").first().isVisible()).toBe(true);
      const first = await page.locator("[data-verdict=refuted]").first().textContent();
      expect(await pane.locator("blockquote").textContent()).toContain(first!.trim());
      await showSingleton(page);
      // What is said of it comes out of the topic, the numbers out of the runs.
      const { verdict } = decidedOf(claimsOf(catalogue).find((claim) => claim.id === "thread-safe.singleton-is-safe")!);
      const { coverage } = verdict as { coverage: { runs: number; holding: number } };
      expect(await pane.textContent()).toContain(
        `${coverage.runs}가지 중 ${coverage.runs - coverage.holding}가지에서 어긋남`,
      );
      expect(await pane.getByRole("radio").count()).toBe(coverage.runs);
      expect(await pane.locator("svg[role=img] rect").count()).toBeGreaterThan(5);
      expect(await pane.getByText("덮어씀").count()).toBe(1);
      const line = sampleNote.text.slice(0, sampleNote.text.indexOf("저는 싱글톤")).split("\n").length;
      expect(await pane.textContent()).toContain(`${line}번째 줄`);
      expect(complaints).toEqual([]);
    });

    it("shows every line of the file as it is written", async () => {
      const { page } = await withSample();
      const seen = new Set<string>();
      const pane = page.getByRole("group", { name: sampleNote.file });
      for (let at = 0; at <= 6; at++) {
        await pane.evaluate((element, part) => {
          element.scrollTop = (element.scrollHeight * part) / 6;
        }, at);
        await page.waitForTimeout(80);
        for (const text of await pane.locator("[data-index]").allInnerTexts()) seen.add(text.replace(/\s+/g, ""));
      }
      const all = [...seen].join("\n");
      for (const line of sampleNote.text.split("\n")) expect(all).toContain(line.replace(/\s+/g, ""));
    });

    it("stepping changes the picture, the words and the values; keys and buttons agree", async () => {
      const { page } = await withSample();
      await showSingleton(page);
      const pane = evidence(page);
      const count = async (): Promise<string> => (await pane.getByText(/\d+ \/ \d+ 단계/).textContent())!;
      const picture = (): Promise<string> => pane.locator("svg[role=img]").first().innerHTML();
      const whole = await picture();
      expect(await count()).toBe("6 / 6 단계");
      await page.keyboard.press("ArrowRight");
      expect(await count()).toBe("1 / 6 단계");
      const first = await picture();
      expect(first).not.toBe(whole);
      await pane.getByRole("button", { name: "다음 단계" }).click();
      expect(await count()).toBe("2 / 6 단계");
      expect(await pane.locator("[aria-live]").first().textContent()).toContain("count");
      expect(await picture()).not.toBe(first);
      await page.keyboard.press("End");
      expect(await count()).toBe("6 / 6 단계");
      await page.keyboard.press("Home");
      expect(await count()).toBe("0 / 6 단계");
      await page.keyboard.press("p");
      await expect.poll(count, { timeout: 5_000 }).toBe("1 / 6 단계");
    });

    it("a square shows its run, and the run is another one", async () => {
      const { page } = await withSample();
      await showSingleton(page);
      const pane = evidence(page);
      const kept = await pane.locator("[data-live]").getAttribute("data-live");
      await pane.getByRole("radio").first().click();
      await pane.getByText("1번째 실행", { exact: true }).waitFor();
      expect(await pane.locator("[data-live]").getAttribute("data-live")).not.toBe(kept);
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await pane.getByText("3번째 실행", { exact: true }).waitFor();
    });

    it("goes from one refuted sentence to the next, and to what has no experiment, which it says", async () => {
      const { page } = await withSample();
      const quote = evidence(page).locator("blockquote");
      const first = await quote.textContent();
      await page.keyboard.press("n");
      await expect.poll(() => quote.textContent()).not.toBe(first);
      await page.keyboard.press("Shift+N");
      await expect.poll(() => quote.textContent()).toBe(first);
      await page.getByRole("button", { name: /^실험 없음/ }).click();
      await evidence(page)
        .getByText(/실험이 (아직 )?없습니다/)
        .first()
        .waitFor();
    });

    it("a follow-up is predicted first, then computed", async () => {
      const { page } = await withSample();
      await showSingleton(page);
      const pane = evidence(page);
      await pane.getByRole("button", { name: /한 스레드만 락을/ }).click();
      await pane.getByRole("textbox").fill("9");
      await pane.getByRole("button", { name: "답 계산하기" }).click();
      await pane.getByText("15가지 중 9가지입니다.").waitFor();
      await pane.getByText("맞혔습니다").waitFor();
    });

    it("the list of questions has all of them, with the unanswered one said", async () => {
      const { page } = await withSample();
      await page.getByRole("link", { name: "질문 목록" }).click();
      await page.getByText("질문 9개").waitFor();
      const pane = page.getByRole("group", { name: sampleNote.file });
      await pane.evaluate((element) => {
        element.scrollTop = element.scrollHeight / 2;
      });
      await page.getByText("답이 없음").last().waitFor();
    });

    it("remembers the note after a reload, forgets it when told, and brings it back", async () => {
      const { page } = await withSample();
      await page.reload();
      await page.waitForSelector("[data-statement]");
      await page.getByRole("button", { name: "노트 지우기" }).click();
      await page.getByRole("heading", { name: "면접 노트를 여기에 놓으세요" }).waitFor();
      await page.getByRole("button", { name: "되돌리기" }).click();
      await page.waitForSelector("[data-statement]");
      await page.getByRole("button", { name: "노트 지우기" }).click();
      await page.getByRole("heading", { name: "면접 노트를 여기에 놓으세요" }).waitFor();
      await page.reload();
      await page.getByRole("heading", { name: "면접 노트를 여기에 놓으세요" }).waitFor();
    });

    it("pasted text is a note too", async () => {
      const { page } = await visit();
      await page.getByRole("button", { name: "붙여넣기" }).click();
      await page.getByRole("textbox").fill("1. 스레드 안전하다는 뜻은?\n\t싱글톤으로 구현합니다.\n");
      await page.getByRole("button", { name: /확인하기/ }).click();
      await page.waitForSelector("[data-verdict=refuted]");
    });
  });

  it("several files open together, and one is chosen", async () => {
    const { page } = await visit();
    await page.evaluate(() => {
      const data = new DataTransfer();
      for (const [name, answer] of [
        ["a.md", "락을 잡아서 지킵니다."],
        ["b.md", "싱글톤으로 구현합니다."],
      ] as const)
        data.items.add(new File([`1. 스레드 안전하다는 뜻은?\n\t${answer}\n`], name));
      document.querySelector("main")!.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
    });
    await page.waitForSelector("[data-verdict=confirmed]");
    await page.getByRole("combobox", { name: "노트 파일" }).selectOption("b.md");
    await page.waitForSelector("[data-verdict=refuted]");
  });

  it("a worker that cannot be had is said so in words, and the next try may work", async () => {
    const { page } = await visit("", { serviceWorkers: "block" });
    await page.route("**/worker-*.js", (route) => route.abort());
    await page.getByRole("button", { name: "예시 노트로 해 보기" }).click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toContain("계산하던 일꾼이 멈췄습니다");
    await page.unroute("**/worker-*.js");
    await page.getByRole("button", { name: "예시 노트로 해 보기" }).click();
    await page.waitForSelector("[data-statement]");
  });

  describe("unwelcome files", () => {
    it("a file of 50 MB is refused by its size, unread, and the page stays at hand", async () => {
      const { page } = await visit();
      const transfer = await page.evaluateHandle(() => {
        const read = Blob.prototype.arrayBuffer;
        Blob.prototype.arrayBuffer = function (this: Blob) {
          (window as unknown as { reads: number }).reads = 1;
          return read.call(this);
        };
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(50 * 1024 * 1024)], "big.md"));
        return data;
      });
      const began = Date.now();
      await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
      const alert = page.getByRole("alert");
      await alert.waitFor();
      expect(await alert.textContent()).toMatch(/big\.md.*50 MB.*10 MB/);
      expect(Date.now() - began).toBeLessThan(2_000);
      expect(await page.evaluate(() => "reads" in window)).toBe(false);
      await page.getByRole("button", { name: "예시 노트로 해 보기" }).click();
      await page.waitForSelector("[data-statement]");
    });

    it("bytes that are no text are said to be none", async () => {
      const { page } = await visit();
      await drop(page, "picture.png", "\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR");
      await page.getByRole("alert").waitFor();
      expect(await page.getByText("picture.png").isVisible()).toBe(true);
    });

    it("an empty file opens as an empty note, which says so", async () => {
      const { page, complaints } = await visit();
      await drop(page, "empty.md", "");
      await page.getByText("이 노트에는 진술이 없습니다.").waitFor();
      expect(complaints).toEqual([]);
    });

    it("hostile Markdown stays text: nothing of it runs, loads or becomes an element", async () => {
      const { page, complaints } = await visit();
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      const hostile = [
        '1. 스레드 안전하다는 뜻은? <img src=x onerror="window.owned=1">',
        "\t싱글톤으로 구현합니다 <script>window.owned=1</script>",
        "\t[눌러](javascript:window.owned=1) ![그림](http://example.invalid/a.png)",
        '\t<iframe srcdoc="<script>parent.owned=1</script>"></iframe> <svg onload="window.owned=1">',
        "",
      ].join("\n");
      await drop(page, '<b onmouseover="window.owned=1">x.md', hostile);
      await page.waitForSelector("[data-statement]");
      await page.waitForTimeout(300);
      expect(await page.getByText("onerror").first().isVisible()).toBe(true);
      expect(await page.locator("main img, main script, main iframe, main b[onmouseover]").count()).toBe(0);
      expect(await page.locator('main a[href^="javascript:"]').count()).toBe(0);
      expect(await page.evaluate(() => "owned" in window)).toBe(false);
      expect(asked.filter((url) => !url.startsWith(site.url))).toEqual([]);
      expect(complaints).toEqual([]);
    });

    it("a note of 5 MB opens and scrolls, and only what is in sight is drawn", async () => {
      const { page } = await visit();
      const one =
        "1. 스레드 안전하다는 뜻은?\n\t싱글톤으로 구현합니다. 락을 잡아서 지킵니다.\n\t그냥 한 줄 더 적습니다.\n";
      await page.evaluate((text) => {
        const data = new DataTransfer();
        data.items.add(new File([text.repeat(Math.ceil((5 * 1024 * 1024) / new Blob([text]).size))], "long.md"));
        document.querySelector("main")!.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
      }, one);
      await page.waitForSelector("[data-statement]", { timeout: 40_000 });
      const pane = page.getByRole("group", { name: "long.md" });
      await pane.evaluate((element) => {
        element.scrollTop = element.scrollHeight;
      });
      await page.waitForTimeout(400);
      expect(await pane.locator("[data-index]").count()).toBeLessThan(120);
      const last = Math.max(
        ...(await pane
          .locator("[data-index]")
          .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset["index"])))),
      );
      expect(last).toBeGreaterThan(50_000);
    });
  });

  describe("the lab", () => {
    it("lists every scenario and every claim", async () => {
      const { page } = await visit("#/lab");
      await page.getByText("thread-safe/singleton-counter").first().waitFor();
      for (const topic of catalogue.topics)
        for (const scenario of topic.scenarios)
          expect(await page.getByText(scenario.id, { exact: true }).count()).toBeGreaterThan(0);
      for (const claim of claimsOf(catalogue)) expect(await page.getByText(claim.id, { exact: true }).count()).toBe(1);
    });

    it("forks at a decision into another run of another name, and Back undoes it", async () => {
      const { page, complaints } = await visit("#/lab/run/thread-safe%2Fcounter");
      await page.locator("[data-live]").waitFor();
      const hash = (): Promise<string | null> => page.locator("[data-live]").getAttribute("data-live");
      const before = await hash();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await page.locator("[data-fork]").waitFor();
      await page.keyboard.press("f");
      await expect.poll(hash).not.toBe(before);
      expect(page.url()).toContain("choice%3D1%3A1");
      expect(await page.getByText("2 / 4 단계").isVisible()).toBe(true);
      await page.goBack();
      await expect.poll(hash).toBe(before);
      expect(complaints).toEqual([]);
    });

    it("a knob makes another run with another address", async () => {
      const { page } = await visit("#/lab/run/thread-safe%2Fsingleton-counter");
      await page.locator("[data-live]").waitFor();
      await page.getByText("lock", { exact: true }).click();
      await expect.poll(() => page.url()).toContain("guard%3Dlock");
      await page.getByText("락 잡음").first().waitFor();
    });

    it("selecting an event selects its step, and says why it happened", async () => {
      const { page } = await visit(`#/lab/run/${encodeURIComponent("thread-safe/singleton-counter?choice=2:1")}`);
      await page.getByRole("option", { name: /count 쓰기: 1 → 1/ }).click();
      await page.getByText("6 / 6 단계").waitFor();
      expect(await page.getByText("왜 일어났나").isVisible()).toBe(true);
      const list = page.getByRole("listbox", { name: "사건" });
      expect(await list.getByRole("option", { selected: true }).count()).toBe(1);
    });

    it("a name that names no run is explained, with a way back", async () => {
      const { page } = await visit("#/lab/run/thread-safe%2Fsingelton-counter");
      expect(await page.getByRole("alert").textContent()).toContain("thread-safe/singleton-counter");
      await page.getByRole("link", { name: "시나리오 목록으로" }).click();
      await page.getByText("thread-safe/counter", { exact: true }).waitFor();
    });
  });

  it("an address of no page says so and leads back", async () => {
    const { page } = await visit("#/nowhere");
    await page.getByRole("heading", { name: "그런 페이지가 없습니다" }).waitFor();
    await page.getByRole("main").getByRole("link").click();
    await page.getByRole("heading", { name: "면접 노트를 여기에 놓으세요" }).waitFor();
  });

  it("language and theme change at once and are remembered", async () => {
    const { page } = await visit();
    const look = (): Promise<[string, string, string]> =>
      page.evaluate(() => [
        document.documentElement.lang,
        document.documentElement.dataset["theme"] ?? "",
        getComputedStyle(document.body).color,
      ]);
    const [lang, theme, light] = await look();
    expect([lang, theme]).toEqual(["ko", ""]);
    await page.getByRole("button", { name: "Switch to English" }).click();
    await page.getByRole("heading", { name: "Drop your interview notes here" }).waitFor();
    await page.getByRole("button", { name: /^Theme/ }).click();
    await page.getByRole("button", { name: /^Theme/ }).click();
    await page.reload();
    await page.getByRole("heading", { name: "Drop your interview notes here" }).waitFor();
    const [langAfter, themeAfter, dark] = await look();
    expect([langAfter, themeAfter]).toEqual(["en", "dark"]);
    expect(dark).not.toBe(light);
  });

  it("the keys are listed on ?, and Escape gives the focus back", async () => {
    const { page } = await visit();
    await page.getByRole("button", { name: "단축키 보기" }).focus();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "단축키" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("단축키 보기");
  });

  it("computes the same traces as Node, for the run of every claim", async () => {
    const { page } = await visit("#/lab");
    let compared = 0;
    for (const claim of claimsOf(catalogue)) {
      const ref = runOf(decidedOf(claim).verdict);
      if (!ref) continue;
      const name = formatRunRef(ref);
      const expected = runHash(makeRun(findScenario(catalogue, ref.scenario)!, ref));
      await page.evaluate(
        (address) => {
          location.hash = address;
        },
        `#/lab/run/${encodeURIComponent(name)}`,
      );
      // Of a long run the hash is worked out when it is asked for.
      const hash = page.locator("[data-live]");
      const ask = page.getByRole("button", { name: /지문 계산하기/ });
      await expect
        .poll(
          async () => {
            if (await ask.isVisible()) await ask.click();
            return (await hash.count()) > 0 ? await hash.getAttribute("data-live") : null;
          },
          { message: name, timeout: 60_000 },
        )
        .toBe(expected);
      expect(expected).toBe(decidedOf(claim).traceSha256);
      compared++;
    }
    expect(compared).toBeGreaterThan(8);
  }, 600_000);

  it("works without a network after one visit", async () => {
    const { page, context } = await visit();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await page.reload();
    expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    await context.setOffline(true);
    await page.reload();
    await page.getByRole("button", { name: "예시 노트로 해 보기" }).click();
    await page.waitForSelector("[data-verdict=refuted]");
    await page.locator("[data-live]").waitFor();
    await page.getByRole("link", { name: "실험실", exact: true }).first().click();
    await page.getByText("thread-safe/counter", { exact: true }).waitFor();
  });

  describe("on a phone", () => {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    it.each(["", "#/lab", "#/lab/run/thread-safe%2Fcheck-then-put", "#/nowhere"])(
      "%s has nothing to scroll sideways",
      async (address) => {
        const { page } = await visit(address, phone);
        await page.waitForTimeout(400);
        expect(await overflow(page)).toBe(0);
      },
    );

    it("neither has an open note, and its tabs are at hand", async () => {
      const { page } = await withSample("", phone);
      expect(await overflow(page)).toBe(0);
      const tab = page.getByRole("link", { name: "실험실", exact: true }).last();
      expect((await tab.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    });
  });

  describe.each(["light", "dark"] as const)("accessibility, %s", (colorScheme) => {
    const audit = async (page: Page): Promise<unknown[]> => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html.slice(0, 160)) }));
    };

    it.each([
      "",
      "#/lab",
      `#/lab/run/${encodeURIComponent("thread-safe/check-then-put?choice=1:1")}`,
      "#/lab/run/nothing",
      "#/nowhere",
    ])("%s", async (address) => {
      const { page } = await visit(address, { colorScheme });
      await page.waitForTimeout(500);
      expect(await audit(page)).toEqual([]);
    });

    it("an open note, its questions, and the dialogs", async () => {
      const { page } = await withSample("", { colorScheme });
      expect(await audit(page)).toEqual([]);
      await page.keyboard.press("ArrowRight");
      await page.getByRole("link", { name: "질문 목록" }).click();
      expect(await audit(page)).toEqual([]);
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
      expect(await audit(page)).toEqual([]);
    });

    it("a step of a run, and its fork", async () => {
      const { page } = await visit("#/lab/run/thread-safe%2Fcounter", { colorScheme });
      await page.locator("[data-live]").waitFor();
      await page.keyboard.press("ArrowRight");
      await page.locator("[data-fork]").waitFor();
      expect(await audit(page)).toEqual([]);
    });
  });
});
