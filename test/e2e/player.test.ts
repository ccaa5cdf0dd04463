/** The player of network runs in a real browser: lose a segment with one key, see what follows, take it back. */
import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isProblem } from "../../src/lab/problem.ts";
import { resolveRun } from "../../src/lab/resolve.ts";
import { makeRun, runHash } from "../../src/lab/run.ts";
import { catalogue } from "../../src/topics/catalogue.ts";
import { chromium, launch } from "./browser.ts";
import type { Site } from "./static-server.ts";
import { serveWeb } from "./web-page.ts";

describe.skipIf(chromium === null)("the player", () => {
  let browser: Browser;
  let site: Site;
  const open: BrowserContext[] = [];

  beforeAll(async () => {
    site = await serveWeb();
    browser = await launch();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });
  afterEach(async () => {
    for (const context of open.splice(0)) await context.close();
  });

  async function visit(
    name: string,
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({
      locale: "ko-KR",
      colorScheme: "light",
      viewport: { width: 1440, height: 900 },
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
    await page.goto(`${site.url}#/lab/run/${encodeURIComponent(name)}`);
    await page.locator("svg[role=img] [data-frame], canvas[data-painted]").first().waitFor({ timeout: 60_000 });
    return { page, complaints };
  }

  const frame = (page: Page, label: string) => page.locator("svg [data-frame]").filter({ hasText: label });
  const fault = (page: Page) => page.getByRole("list", { name: "결함" }).getByRole("listitem");
  const compared = (page: Page, which: string) => page.locator(`tr[data-compared="${which}"]`);
  /** Selects a frame in the ladder, as a pointer does. */
  const select = (page: Page, label: string) => frame(page, label).first().locator("text").click();

  it("loses the SYN-ACK with one key: connect() returns at 1.100 s, after both ends sent again", async () => {
    const { page, complaints } = await visit("handshake/open-close");
    expect(await page.locator("svg [data-lost]").count()).toBe(0);
    await select(page, "SYN-ACK");
    await page.keyboard.press("d");
    await fault(page).waitFor();
    expect(await fault(page).textContent()).toBe("drop SYN-ACK 1 from server");
    await compared(page, "drop SYN-ACK 1 from server").waitFor();
    expect(await compared(page, "drop SYN-ACK 1 from server").textContent()).toContain("1.100 s");
    expect(await compared(page, "").textContent()).toContain("0.100 s");
    expect(await page.locator("svg [data-lost]").count()).toBe(1);
    expect(await page.locator("svg [data-again]").filter({ hasText: "SYN-ACK" }).count()).toBe(1);
    expect(await page.locator("svg [data-again]").count()).toBe(2);
    expect(await page.getByText(/0\.950 s 동안 아무 일도 없음/).count()).toBe(1);
    // The frame that was lost is still the one that is looked at.
    await page.getByRole("heading", { name: "2번 SYN-ACK, 결함으로 사라짐" }).waitFor();
    expect(decodeURIComponent(page.url())).toContain("fault=drop+SYN-ACK+1+from+server");
    expect(complaints).toEqual([]);
  });

  it("says what the loss changed first, what follows, and why: each line leads to its causes in words", async () => {
    const { page } = await visit("handshake/open-close?fault=drop+SYN-ACK+1");
    const panel = page.getByRole("region", { name: "무엇이 달라졌나" });
    await panel.getByText("사건 13개까지는 똑같고, 0.050 s에 처음 달라집니다.").waitFor();
    expect(await panel.locator("dd").first().textContent()).toContain("프레임 결함으로 사라짐");
    await panel.getByText(/똑같이, 다만 1\.000 s 늦게 일어납니다/).waitFor();
    await panel.getByRole("button", { name: /client → server SYN: 다시 보냄/ }).click();
    const causes = page.getByRole("region", { name: "왜 일어났나" });
    await causes.getByText("재전송 타이머 만료").waitFor();
    // What was waited for in vain stands between the timer and what set it.
    await causes.getByRole("button", { name: "그사이 2 SYN-ACK이(가) 사라져, 기다리던 답이 오지 않았습니다" }).click();
    await page.getByRole("heading", { name: "2번 SYN-ACK, 결함으로 사라짐" }).waitFor();
    await panel.getByRole("link", { name: "달라지기 전 실행" }).click();
    await panel.waitFor({ state: "detached" });
    await expect.poll(() => page.locator("svg [data-lost]").count()).toBe(0);
  });

  it("over one axis of time: a frame, a thread and a curve select their events, and what is selected is marked", async () => {
    const { page, complaints } = await visit("handshake/open-close?fault=drop+SYN-ACK+1");
    await page.keyboard.press("v");
    const picture = page.getByRole("img", { name: /^시간 축/ });
    await picture.waitFor();
    expect(await picture.locator("[data-flight]").count()).toBeGreaterThan(8);
    expect(await picture.locator("[data-plot=cwnd]").count()).toBe(2);
    const list = page.getByRole("listbox", { name: "사건" });
    const chosen = list.getByRole("option", { selected: true });
    const span = picture.locator("[data-span]").filter({ hasText: "ESTABLISHED" }).first();
    await span.dispatchEvent("click");
    await expect.poll(() => chosen.first().textContent()).toContain("ESTABLISHED");
    expect(await picture.locator("[data-moment]").getAttribute("data-moment")).toBe("1100000000");
    await page.keyboard.press("v");
    await page.locator("svg [data-frame]").first().waitFor();
    expect(complaints).toEqual([]);
  });

  it("a long run is painted on a canvas from its first event to its last, and its trace is the one of Node", async () => {
    const name = "tcpudp/bulk?kilobytes=1000";
    const { page, complaints } = await visit(name);
    const canvas = page.locator("canvas[data-painted]");
    expect(Number(await canvas.getAttribute("data-arrows"))).toBeGreaterThan(2_000);
    const list = page.getByRole("listbox", { name: "사건" });
    await list.focus();
    await page.keyboard.press("End");
    const last = list.getByRole("option", { selected: true });
    await expect.poll(() => last.getAttribute("aria-posinset")).toBe(await last.getAttribute("aria-setsize"));
    // The words of far events come when they are looked at.
    await expect.poll(() => last.locator("span").last().textContent()).not.toBe("…");
    await expect
      .poll(async () => Number((await canvas.getAttribute("data-painted"))!.split(" ")[0]))
      .toBeGreaterThan(10_000);
    const resolved = resolveRun(catalogue, name);
    if (isProblem(resolved)) throw new Error(resolved.problem.en);
    const expected = runHash(makeRun(resolved.scenario, resolved.ref));
    await expect.poll(() => page.locator("[data-live]").getAttribute("data-live"), { timeout: 60_000 }).toBe(expected);
    expect(complaints).toEqual([]);
  }, 180_000);

  it("follows one conversation: the steps of the others are gone, and come back", async () => {
    const { page } = await visit("tcpudp/messages?transport=both&messages=3");
    const count = (): Promise<number> =>
      page
        .getByRole("button", { name: /^그림의 것/ })
        .textContent()
        .then((text) => Number(text!.replaceAll(/\D/g, "")));
    const whole = await count();
    const follow = page.getByRole("combobox", { name: "따라갈 연결" });
    await follow.selectOption({ index: 1 });
    await expect.poll(count).toBeLessThan(whole);
    await follow.selectOption({ index: 0 });
    await expect.poll(count).toBe(whole);
  });

  it("guesses first: what comes is hidden until it was guessed, and the record is kept", async () => {
    const { page } = await visit("handshake/open-close");
    await page.keyboard.press("Home");
    await page.keyboard.press("g");
    const panel = page.getByRole("region", { name: "다음에 무슨 일이 일어날까요?" });
    await panel.waitFor();
    await expect.poll(() => page.locator("svg [data-frame]").count()).toBe(0);
    expect(await page.getByRole("listbox", { name: "사건" }).getByRole("option").count()).toBe(0);
    await panel.getByRole("radio", { name: /client connect\(\)/ }).check();
    await panel.getByRole("button", { name: "75%" }).click();
    await panel.getByText("맞혔습니다.").waitFor();
    await panel
      .getByRole("radio", { name: /client CLOSED|server/ })
      .first()
      .check();
    await panel.getByRole("button", { name: "95%" }).click();
    await panel.getByText("실제로는 이렇게 됐습니다: client SYN-SENT").waitFor();
    expect(await panel.getByRole("row").allTextContents()).toEqual([
      "확신맞은 횟수뜻",
      "75%1번 중 1번아직 적어서 말할 수 없음",
      "95%1번 중 0번아직 적어서 말할 수 없음",
    ]);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 160))])).toEqual([]);
    await page.reload();
    await page.locator("svg[role=img] [data-frame]").first().waitFor();
    await page.keyboard.press("g");
    await panel.getByText("1번 중 1번").waitFor();
  }, 180_000);

  it("plays at a chosen speed to the end, and can be stopped", async () => {
    const { page } = await visit("handshake/open-close");
    await page.keyboard.press("Home");
    await page.getByRole("combobox", { name: "재생 속도" }).selectOption("60");
    await page.getByRole("button", { name: "재생" }).click();
    await page.getByText(/^(\d+) \/ \1$/).waitFor();
    await page.getByRole("button", { name: "재생" }).waitFor();
  });

  it("Back takes the fault back, and so does its chip", async () => {
    const { page } = await visit("handshake/open-close");
    await select(page, "SYN-ACK");
    await page
      .getByRole("group", { name: /SYN-ACK에/ })
      .first()
      .getByRole("button", { name: /버리기/ })
      .click();
    await fault(page).waitFor();
    await page.goBack();
    await fault(page).waitFor({ state: "detached" });
    expect(await page.locator("svg [data-lost]").count()).toBe(0);
    await page.goForward();
    await page.getByRole("link", { name: "결함 지우기: drop SYN-ACK 1 from server" }).click();
    await fault(page).waitFor({ state: "detached" });
    await expect.poll(() => page.locator("svg [data-lost]").count()).toBe(0);
  });

  it("by the keyboard alone: Enter in the list opens the menu, Escape gives the focus back", async () => {
    const { page } = await visit("handshake/open-close");
    const list = page.getByRole("listbox", { name: "사건" });
    await list.focus();
    for (let at = 0; at < 3; at++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const menu = page.getByRole("group", { name: "2 SYN-ACK에" }).first();
    await menu.waitFor();
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "detached" });
    expect(await list.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await menu.getByRole("textbox", { name: /늦출 시간/ }).fill("50");
    await menu.getByRole("button", { name: "늦추기" }).click();
    await fault(page).waitFor();
    expect(await fault(page).textContent()).toBe("delay SYN-ACK 1 from server by 0.050s");
  });

  it("delays, duplicates, damages and forks at the selected frame", async () => {
    const { page } = await visit("handshake/open-close");
    const keys = [
      ["l", "delay SYN-ACK 1 from server by 0.200s"],
      ["c", "duplicate SYN-ACK 1 from server"],
      ["b", /^corrupt SYN-ACK 1 from server bit \d+$/],
    ] as const;
    for (const [key, expected] of keys) {
      await select(page, "SYN-ACK");
      await page.keyboard.press(key);
      await fault(page).waitFor();
      expect(await fault(page).textContent()).toMatch(expected);
      await page.goBack();
      await fault(page).waitFor({ state: "detached" });
    }
    await select(page, "SYN-ACK");
    await page.keyboard.press("f");
    await page.getByRole("list", { name: "갈라 본 선택" }).waitFor();
    expect(await page.locator("svg [data-lost]").count()).toBe(1);
  });

  it("a written fault is applied, and what cannot be read is said where it is written", async () => {
    const { page } = await visit("handshake/open-close");
    await page.getByRole("button", { name: "결함 더하기" }).click();
    await page.getByRole("textbox", { name: "결함 식" }).fill("drop SYN 0");
    await page.keyboard.press("Enter");
    await page
      .getByRole("alert")
      .getByText(/1부터 셉니다/)
      .waitFor();
    await page.getByRole("textbox", { name: "결함 식" }).fill("kill server at 2s");
    await page.keyboard.press("Enter");
    await page
      .getByRole("alert")
      .getByText(/결함을 낼 곳이 없습니다/)
      .waitFor();
    await page.getByRole("textbox", { name: "결함 식" }).fill("drop SYN 1..2");
    await page.keyboard.press("Enter");
    await fault(page).waitFor();
    expect(await fault(page).textContent()).toBe("drop SYN 1..2");
    await compared(page, "drop SYN 1..2").getByText("3.100 s").waitFor();
  });

  it("a field and its bytes are selected together, from either side", async () => {
    const { page } = await visit("handshake/open-close");
    await select(page, "SYN-ACK");
    const bytes = page.getByRole("listbox", { name: "바이트" });
    await bytes.waitFor();
    await page.getByRole("button", { name: "순서 번호" }).click();
    const chosen = bytes.getByRole("option", { selected: true });
    expect((await chosen.allTextContents()).join(" ")).toBe("00 00 13 88"); // 5000
    await bytes.locator("#byte-47").click();
    expect(await page.getByRole("button", { name: "플래그" }).getAttribute("aria-pressed")).toBe("true");
    expect(await chosen.allTextContents()).toEqual(["12"]); // SYN, ACK
    // It stays selected from frame to frame.
    await select(page, "1 SYN");
    await expect.poll(() => chosen.allTextContents()).toEqual(["02"]);
  });

  it("stepping moves the list, the picture, the states and the clock together", async () => {
    const { page } = await visit("handshake/open-close");
    await page.keyboard.press("Home");
    await page.getByText("시작 전", { exact: true }).waitFor();
    const states = page.locator("[data-state]");
    await page.keyboard.press("End");
    await expect
      .poll(() => states.evaluateAll((all) => all.map((one) => one.getAttribute("data-state"))))
      .toEqual(["CLOSED", "CLOSED", "CLOSED", "CLOSED"]);
    await page.getByRole("slider", { name: "시간" }).fill("5");
    await expect
      .poll(() =>
        page.getByRole("listbox", { name: "사건" }).getByRole("option", { selected: true }).first().textContent(),
      )
      .toContain("SYN-RECEIVED");
    expect(await states.evaluateAll((all) => all.map((one) => one.getAttribute("data-state")))).toContain(
      "SYN-RECEIVED",
    );
  });

  it("the capture begins as a pcapng file does, and the JSON has every event", async () => {
    const { page } = await visit("handshake/open-close");
    const [capture] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "pcapng" }).click(),
    ]);
    expect(capture.suggestedFilename()).toBe("handshake-open-close.pcapng");
    const bytes = readFileSync(await capture.path());
    expect([...bytes.subarray(0, 4)]).toEqual([0x0a, 0x0d, 0x0d, 0x0a]);
    expect(bytes.readUInt32LE(8)).toBe(0x1a2b3c4d);
    const [json] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "JSON" }).click(),
    ]);
    const [timeline] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Perfetto" }).click(),
    ]);
    expect(timeline.suggestedFilename()).toBe("handshake-open-close.perfetto.json");
    const { traceEvents } = JSON.parse(readFileSync(await timeline.path(), "utf8")) as {
      traceEvents: { ph: string }[];
    };
    expect(traceEvents.filter(({ ph }) => ph === "b").length).toBe(11);
    const { events } = JSON.parse(readFileSync(await json.path(), "utf8")) as { events: { kind: string }[] };
    expect(events.filter((event) => event.kind === "frame.sent").length).toBe(11);
  });

  it("fits a phone: no sideways scrolling of the page, five tabs, the faults under the thumb", async () => {
    const { page } = await visit("handshake/open-close?fault=drop+SYN-ACK+1", {
      viewport: { width: 390, height: 844 },
    });
    const overflow = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    for (const tab of ["사건", "사다리", "바이트", "상태", "조절"]) {
      await page.getByRole("tab", { name: tab }).click();
      expect(await overflow(), tab).toBe(0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 160))]),
        tab,
      ).toEqual([]);
    }
    await page.getByRole("tab", { name: "사다리" }).click();
    await select(page, "5 SYN-ACK");
    const drop = page.getByRole("button", { name: "버리기" }).last();
    expect((await drop.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    await drop.click();
    await expect.poll(() => fault(page).count()).toBe(2);
    await compared(page, "drop SYN-ACK 1; drop SYN-ACK 2 from server").waitFor({ state: "attached" });
  }, 300_000);

  for (const colorScheme of ["light", "dark"] as const)
    it(`has nothing that axe objects to, ${colorScheme}`, async () => {
      const { page } = await visit("handshake/open-close?fault=drop+SYN-ACK+1", { colorScheme });
      await select(page, "5 SYN-ACK");
      await page.locator("tr[data-compared]").first().waitFor();
      await page.getByRole("listbox", { name: "바이트" }).waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 160))])).toEqual([]);
    }, 180_000);

  it("a refuted statement about the network shows its ladder in the note", async () => {
    const context = await browser.newContext({ locale: "ko-KR", viewport: { width: 1280, height: 800 } });
    open.push(context);
    const page = await context.newPage();
    await page.goto(site.url);
    await page.evaluate(() => {
      const data = new DataTransfer();
      const note =
        "1. TCP 3-way handshake와 4-way handshake에 대해 설명해 주세요.\n\t연결을 끊을 때는 항상 클라이언트가 FIN을 먼저 보냅니다.\n";
      data.items.add(new File([note], "tcp.md"));
      document.querySelector("main")!.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
    });
    const pane = page.getByRole("region", { name: "고른 진술의 근거" });
    await pane.getByText("반박됨").first().waitFor();
    await pane.locator("svg [data-frame]").first().waitFor();
    expect(await pane.locator("svg [data-frame]").filter({ hasText: "FIN" }).count()).toBeGreaterThanOrEqual(2);
    await pane.getByRole("button", { name: "다음 단계" }).click();
    expect(await pane.getByText(/1 \/ \d+ 단계/).isVisible()).toBe(true);
  });
});
