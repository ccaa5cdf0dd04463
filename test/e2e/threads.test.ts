/** The Threads page in a real browser: paste a wrong program, see the shortest order that breaks it, choose who goes next by hand. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromium, launch } from "./browser.ts";
import type { Site } from "./static-server.ts";
import { serveWeb } from "./web-page.ts";

const increment = `let x = 0;
function T() { x++; }
run(T, T);
assert(x === 2, "no update is lost");
`;

describe.skipIf(chromium === null)("the Threads page", () => {
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
    source: string,
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
    await page.goto(`${site.url}#/threads/program/${Buffer.from(source).toString("base64url")}`);
    await page.locator("[data-editor]").waitFor();
    return { page, complaints };
  }

  const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });
  const steps = (page: Page) => page.getByRole("table", { name: /단계 목록/ }).locator("tbody tr");
  const step = (page: Page, thread: string) => page.getByRole("button", { name: new RegExp(`^한 단계: ${thread},`) });

  it("shows that 4 of 6 orders lose an update, and the smallest that does", async () => {
    const { page, complaints } = await visit(increment);
    await heading(page, "6가지 순서 중 4가지 순서에서 틀립니다").waitFor();
    await heading(page, "가장 작은 반례").waitFor();
    await page.getByText("스레드를 2번만 바꾸면 틀립니다.").waitFor();
    await expect.poll(() => steps(page).count()).toBe(4);
    expect(await steps(page).first().textContent()).toContain("읽기 x = 0");
    expect(await page.getByText("no update is lost", { exact: false }).count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  it("the learner is the scheduler: reads of both before any write, then a step back", async () => {
    const { page } = await visit(increment);
    await heading(page, "가장 작은 반례").waitFor();
    await page.getByRole("button", { name: "처음부터" }).click();
    await step(page, "T0").click();
    await expect.poll(() => steps(page).count()).toBe(1);
    await step(page, "T1").click();
    await expect.poll(() => steps(page).count()).toBe(2);
    await page.keyboard.press("0");
    await expect.poll(() => steps(page).count()).toBe(3);
    await page.keyboard.press("1");
    await expect.poll(() => steps(page).count()).toBe(4);
    await page.getByText("assert가 틀렸습니다.").waitFor();
    await page.keyboard.press("Backspace");
    expect(await page.getByText("3 / 4 단계").count()).toBe(1);
    // Another choice here cuts what followed.
    await step(page, "T1").click();
    await expect.poll(() => steps(page).count()).toBe(4);
  });

  it("store buffering: impossible under SC, possible under TSO", async () => {
    const { page } = await visit(`let x = 0, y = 0;
function A() { x = 1; return y; }
function B() { y = 1; return x; }
run(A, B);
`);
    await heading(page, "나올 수 있는 결과 3가지").waitFor();
    await page.getByRole("button", { name: "TSO" }).click();
    await heading(page, "나올 수 있는 결과 4가지").waitFor();
  });

  it("a mistake is said with its place, in the editor and in words, and mending it runs again", async () => {
    const { page, complaints } = await visit(increment.replace("x++", "x.y++"));
    await page.getByText("2번째 줄", { exact: false }).first().waitFor();
    await page.getByText("프로그램을 아직 돌릴 수 없습니다.", { exact: false }).waitFor();
    await page.getByRole("textbox", { name: /프로그램 편집기/ }).focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.keyboard.insertText(increment);
    await heading(page, "6가지 순서 중 4가지 순서에서 틀립니다").waitFor();
    expect(complaints).toEqual([]);
  });

  it("two locks in opposite order: the deadlock in words, and its order", async () => {
    const { page } = await visit(`const a = mutex(), b = mutex();
function T1() { lock(a); lock(b); unlock(b); unlock(a); }
function T2() { lock(b); lock(a); unlock(a); unlock(b); }
run(T1, T2);
`);
    await heading(page, "6가지 순서 중 2가지 순서에서 틀립니다").waitFor();
    await page.getByRole("button", { name: /교착 상태.*T0은 T1이 쥔/ }).waitFor();
    await expect.poll(() => steps(page).count()).toBe(2);
    await page.getByText("교착입니다. 아무도 나아갈 수 없습니다.").waitFor();
  });

  for (const [name, options] of [
    ["light", {}],
    ["dark", { colorScheme: "dark" }],
    ["a phone", { viewport: { width: 390, height: 844 } }],
  ] as const)
    it(`passes axe: ${name}`, async () => {
      const { page } = await visit(increment, options);
      await heading(page, "가장 작은 반례").waitFor();
      await expect.poll(() => steps(page).count()).toBe(4);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    });
});
