// @vitest-environment node
import { describe, expect, it } from "vitest";
import { authorize, authorizeUrl, CALLBACK, exchange, start, tokensOf } from "./start";
import { Visitor } from "./Visitor";

describe("the way to a code", () => {
  it("leads a newcomer from signing in over consent back to the app, with the state", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const signIn = await visitor.open(authorizeUrl(sandbox));
    expect(signIn.html).toContain("<h1>Sign in to Fullscript</h1>");
    const consent = await visitor.press(signIn, "Sign in");
    expect(consent.html).toContain("Maple Clinic would like to connect to your Fullscript account");
    const back = await visitor.press(consent, "Authorize");
    expect([302, 303]).toContain(back.status);
    expect(back.url.origin + back.url.pathname).toBe(CALLBACK);
    expect([...back.url.searchParams.keys()]).toEqual(["code", "state"]);
    expect(back.url.searchParams.get("state")).toBe("fsc1.nonce");
    expect(back.headers.get("cache-control")).toBe("no-store");
  });

  it("continues in a new tab after signing up, while the first tab stays", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const signUp = await visitor.follow(await visitor.open(authorizeUrl(sandbox, { state: "tab" })), "Sign up");
    const checkEmail = await visitor.press(signUp, "Sign up", { name: "Ana Silva", email: "ana@example.com" });
    expect(checkEmail.html).toContain("<h1>Check your e-mail</h1>");
    expect(/<a [^>]*>Confirm my e-mail and continue<\/a>/.exec(checkEmail.html)?.[0]).toMatch(
      /target="_blank" rel="noopener"/,
    );
    expect(visitor.cookies.size).toBe(0);
    const consent = await visitor.follow(checkEmail, "Confirm my e-mail and continue");
    expect(consent.html).toContain("Ana Silva");
    const back = await visitor.press(consent, "Authorize");
    expect(back.url.searchParams.get("state")).toBe("tab");
    expect((await tokensOf(await exchange(sandbox, back.url.searchParams.get("code")!))).resource_owner.type).toBe(
      "Practitioner",
    );
  });

  it("says so when the sign-up link is of an earlier run", async () => {
    const sandbox = await start();
    const page = await new Visitor().open(`${sandbox.origin}/sign-up/confirm?confirmation=gone&request=`);
    expect([page.status, page.html]).toEqual([404, expect.stringContaining("This link no longer works")]);
  });

  it.each([
    ["Sign in", "/sign-in", { email: "nobody", password: "x" }, "Enter an e-mail address"],
    ["Sign in", "/sign-in", { email: "a@example.com", password: "" }, "Enter a password"],
    ["Sign up", "/sign-up", { name: " ", email: "a@example.com" }, "Enter your name"],
    ["Sign up", "/sign-up", { name: "A", email: "" }, "Enter an e-mail address"],
  ])("asks again after an incomplete %s at %s with %j", async (button, path, values, message) => {
    const sandbox = await start();
    const visitor = new Visitor();
    const page = await visitor.press(await visitor.open(sandbox.origin + path), button, values);
    expect([page.status, page.html]).toEqual([422, expect.stringContaining(message)]);
  });

  it("accepts any email and password as a separate practitioner", async () => {
    const sandbox = await start();
    const ids = [];
    for (const email of ["one@example.com", "two@example.com"]) {
      const visitor = new Visitor();
      const consent = await visitor.press(await visitor.open(authorizeUrl(sandbox)), "Sign in", {
        email,
        password: "anything",
      });
      const back = await visitor.press(consent, "Authorize");
      const { resource_owner: owner } = await tokensOf(await exchange(sandbox, back.url.searchParams.get("code")!));
      expect(owner.type).toBe("Practitioner");
      ids.push(owner.id);
    }
    expect(new Set(ids).size).toBe(2);
  });

  it("offers a demo member of staff", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const signIn = await visitor.follow(await visitor.open(authorizeUrl(sandbox)), "Use the demo staff member");
    const back = await visitor.press(await visitor.press(signIn, "Sign in"), "Authorize");
    expect((await tokensOf(await exchange(sandbox, back.url.searchParams.get("code")!))).resource_owner.type).toBe(
      "Staff",
    );
  });

  it("keeps two flows of one browser apart", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const [first, second] = [
      await visitor.open(authorizeUrl(sandbox, { state: "first" })),
      await visitor.open(authorizeUrl(sandbox, { state: "second" })),
    ];
    const firstConsent = await visitor.press(first, "Sign in");
    const secondConsent = await visitor.press(second, "Sign in");
    expect((await visitor.press(firstConsent, "Authorize")).url.searchParams.get("state")).toBe("first");
    expect((await visitor.press(secondConsent, "Cancel")).url.searchParams.get("state")).toBe("second");
  });
});

describe("someone who has been here before", () => {
  it("is sent straight back with a fresh code while the grant lives", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const code = await authorize(sandbox, visitor);
    await exchange(sandbox, code);
    const again = await visitor.open(authorizeUrl(sandbox));
    expect(again.url.origin + again.url.pathname).toBe(CALLBACK);
    expect(again.url.searchParams.get("code")).not.toBe(code);
  });

  it("is asked again when the code was never exchanged, or somebody else signs in", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const code = await authorize(sandbox, visitor);
    expect((await visitor.open(authorizeUrl(sandbox))).html).toContain("would like to connect");
    await exchange(sandbox, code);
    const signIn = await visitor.open(
      `${sandbox.origin}/sign-in?request=${encodeURIComponent(new URL(authorizeUrl(sandbox)).search.slice(1))}`,
    );
    expect((await visitor.press(signIn, "Sign in", { email: "other@example.com" })).html).toContain(
      "would like to connect",
    );
  });

  it("can sign out, and the request continues with the next account", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const consent = await visitor.press(await visitor.open(authorizeUrl(sandbox)), "Sign in");
    const signIn = await visitor.press(consent, "Sign out");
    expect(signIn.html).toContain("<h1>Sign in to Fullscript</h1>");
    expect(visitor.cookies.size).toBe(0);
    const next = await visitor.press(signIn, "Sign in", { email: "next@example.com" });
    expect(next.html).toContain("next@example.com");
    expect((await visitor.press(next, "Authorize")).url.searchParams.get("state")).toBe("fsc1.nonce");
  });

  it("is asked to sign in when Authorize is pressed on a page from before signing out", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const consent = await visitor.press(await visitor.open(authorizeUrl(sandbox)), "Sign in");
    await visitor.press(consent, "Sign out");
    expect((await visitor.press(consent, "Authorize")).html).toContain("<h1>Sign in to Fullscript</h1>");
  });
});

describe("Cancel and Back", () => {
  it("answers Cancel as Doorkeeper does, letter by letter", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const consent = await visitor.press(await visitor.open(authorizeUrl(sandbox)), "Sign in");
    expect((await visitor.press(consent, "Cancel")).headers.get("location")).toBe(
      `${CALLBACK}?error=access_denied&error_description=The+resource+owner+or+authorization+server+denied+the+request.&state=fsc1.nonce`,
    );
  });

  it("authorizes after all on the consent page that was cancelled", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const consent = await visitor.press(await visitor.open(authorizeUrl(sandbox)), "Sign in");
    await visitor.press(consent, "Cancel");
    const code = (await visitor.press(consent, "Authorize")).url.searchParams.get("code")!;
    expect((await exchange(sandbox, code)).status).toBe(200);
  });

  it("gives a second code to who authorizes, goes Back and authorizes again", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const consent = await visitor.press(await visitor.open(authorizeUrl(sandbox)), "Sign in");
    const codes = [await visitor.press(consent, "Authorize"), await visitor.press(consent, "Authorize")].map(
      ({ url }) => url.searchParams.get("code")!,
    );
    expect(codes[0]).not.toBe(codes[1]);
    expect((await exchange(sandbox, codes[0]!)).status).toBe(200);
    expect((await exchange(sandbox, codes[1]!)).status).toBe(200);
  });

  it("lets browsers keep the consent page for Back, and nobody frame it", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const { headers } = await visitor.press(await visitor.open(authorizeUrl(sandbox)), "Sign in");
    expect(headers.get("cache-control")).not.toContain("no-store");
    expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  });
});
