import { createHash } from "node:crypto";

/** Where another site has this clinic in a frame: the same server under the machine's other name, which for browsers is another site. */
export function ehrOriginOn(port: number): string {
  return `http://127.0.0.1:${port}`;
}

const STYLE = `
  * { box-sizing: border-box }
  body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: #d7dde3; color: #1d2733; font: 14px/1.4 Arial, Helvetica, sans-serif }
  header { display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: baseline; padding: 10px 16px; background: #23405f; color: #fff }
  header b { font-size: 16px }
  h1 { margin: 0; padding: 10px 16px; font-size: 14px; background: #eef1f4; border-bottom: 1px solid #9aa7b4 }
  iframe { flex: 1; min-height: 640px; margin: 12px 16px 16px; border: 1px solid #9aa7b4; background: #fff }
`;

/** A page of somebody else's health record system, with a patient's page of the clinic in a frame; and its Content-Security-Policy. */
export function createEhrPage(clinicOrigin: string): { html: string; policy: string } {
  const hash = createHash("sha256").update(STYLE).digest("base64");
  return {
    policy: `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; frame-src ${clinicOrigin}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    html: `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <link rel="icon" href="data:,">
  <title>Harbor EHR</title>
  <style>${STYLE}</style>
  <header><b>Harbor EHR</b> <span>Another site, with Quillwood Clinic in a frame</span></header>
  <h1>Patient record 42</h1>
  <iframe src="${clinicOrigin}/patients/42" title="Quillwood Clinic"></iframe>
</html>`,
  };
}
