import { expect, it } from "vitest";
import { authorize, launchBrowser, signIn } from "./browser";
import { startClinic } from "./startClinic";

it("npm start serves a clinic in which a practitioner connects an account", async () => {
  const clinic = await startClinic();
  const browser = await launchBrowser();
  const page = await browser.newPage();
  const posts: string[] = [];
  page.on("request", (request) => request.method() === "POST" && posts.push(new URL(request.url()).pathname));
  await clinic.started();
  const integrations = `http://localhost:${clinic.ports[0]}/integrations`;
  await page.goto(integrations);
  await page.getByRole("button", { name: "Connect my Fullscript account" }).click();
  await signIn(page);
  await authorize(page);
  await page.waitForURL(integrations);
  await page.getByText("Disconnect my Fullscript account").waitFor();
  expect(posts.filter((path) => path === "/api/fullscript/connection")).toHaveLength(1);
  await browser.close();
});
